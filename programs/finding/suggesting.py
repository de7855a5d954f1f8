"""What may be meant while somebody still types: programs and documents by their titles."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length
from django.urls import reverse

from programs.catalog.filters import BY_DEADLINE
from programs.catalog.leading import with_lead
from programs.catalog.models import Program
from programs.catalog.standing import state
from programs.policies.models import PolicyDocument
from programs.search.models import Word
from programs.search.queries import LONGEST
from programs.search.terms import WORD, normalized, query_terms

PROGRAMS, DOCUMENTS = 6, 2
WORDS = 200  # that begin as the last word typed, the shortest first
SHORTEST = 2  # Latin letters that say something


@dataclass(frozen=True)
class Suggestion:
    """A title to choose, and where it leads."""

    row: Any
    url: str


def suggestions(typed: str, at: datetime) -> list[Suggestion]:
    """Titles with everything that is typed so far; the last Latin word may be unfinished."""
    names = ("program", "policy")
    return [
        Suggestion(row, reverse(name, args=[row.slug]))
        for name, rows in zip(names, parts(typed, at), strict=False)
        for row in rows
    ]


def parts(typed: str, at: datetime) -> list[QuerySet[Any]]:
    """The programs by deadline and the documents, the newest first; nothing where little is typed."""
    condition = _condition(normalized(typed[:LONGEST]))
    if condition is None:
        return []
    programs = with_lead(Program.objects.published(), at, settled=state(at).settled).filter(condition)
    led = programs.order_by(*BY_DEADLINE)
    newest = PolicyDocument.objects.filter(condition).order_by(F("issued_on").desc(nulls_last=True), "slug")
    return [led[:PROGRAMS], newest[:DOCUMENTS]]


def _condition(text: str) -> Q | None:
    terms = set(query_terms(text))
    last = WORD.findall(text)[-1:] if text[-1:].isascii() else []
    begun = last[0] if last and text.endswith(last[0]) else ""
    terms -= {begun, *begun.split("-")}
    begun = begun if len(begun) >= SHORTEST else ""
    if not terms and not begun:
        return None
    found = Q(findable__title_terms__contains=sorted(terms)) if terms else Q()
    if begun:
        words = Word.objects.filter(term__startswith=begun).order_by(Length("term"), "term")
        found &= Q(findable__title_terms__overlap=[begun, *words.values_list("term", flat=True)[:WORDS]])
    return found
