"""One search over programs, clauses and documents: each group in order of relevance, then of time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Value, Window
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.catalog.leading import LEADS, attach_leads, with_lead
from programs.catalog.models import Program
from programs.catalog.standing import state
from programs.policies.models import Clause, PolicyDocument
from programs.search.correcting import corrected
from programs.search.matching import Relevance, by_index, complete, having_all, having_most
from programs.search.queries import Query, understood

MOST = 200  # of a group are put in order and counted
SHOWN = {"programs": 8, "clauses": 6, "documents": 4}
LABELS: dict[str, str | Promise] = {
    "programs": _("Programs"),
    "clauses": _("Clauses and measures"),
    "documents": _("Policies and call notices"),
}


@dataclass
class Group:
    """What was found of one sort. `total` counts up to MOST, and `more` says that there are others."""

    key: str
    rows: list[Any] = field(default_factory=list)
    total: int = 0
    more: bool = False

    @property
    def label(self) -> str | Promise:
        return LABELS[self.key]


@dataclass
class Found:
    """All groups that have something, and what was perhaps meant."""

    query: Query
    groups: list[Group]
    meant: str = ""


@by_index()
def find(typed: str, at: datetime, *, only: str = "", start: int = 0, size: int = 0) -> Found:
    """Search everything, or `only` one group from its row `start` on."""
    query = understood(typed)
    if not query:
        return Found(query, [])
    matching = _matching(query, [only] if only else list(SHOWN))
    groups = [
        _group(key, _ranked(key, *rows, query, at), start, size or SHOWN[key], at)
        for key, rows in matching.items()
    ]
    return Found(query, [group for group in groups if group.total], meant(typed))


def meant(typed: str) -> str:
    """What was perhaps meant, where Latin words are unknown and others find something; "" else."""
    better = corrected(typed)
    if not better:
        return ""
    query = understood(better)
    return better if _which({key: complete(rows, query) for key, rows in _all().items()}) else ""


def _all() -> dict[str, QuerySet[Any]]:
    return {
        "programs": Program.objects.published(),
        "clauses": Clause.objects.all(),
        "documents": PolicyDocument.objects.all(),
    }


def _matching(query: Query, keys: Sequence[str]) -> dict[str, tuple[QuerySet[Any], bool]]:
    """Of each group the rows that have every concept, and True; where none has, all of them, and False."""
    everything = {key: rows for key, rows in _all().items() if key in keys}
    whole = {key: complete(rows, query) for key, rows in everything.items()}
    there = set(keys) if len(query.concepts) == 1 else _which(whole)
    return {key: (whole[key], True) if key in there else (rows, False) for key, rows in everything.items()}


def _which(rows: dict[str, QuerySet[Any]]) -> set[str]:
    """Which of them have a row, in one query."""
    first, *others = [
        found.order_by().annotate(key=Value(key, CharField())).values_list("key", flat=True)[:1]
        for key, found in rows.items()
    ]
    return set(first.union(*others, all=True).order_by()) if others else set(first)


def parts(query: Query, at: datetime) -> list[QuerySet[Any]]:
    """The first rows of every group, as they are asked of the database."""
    matching = _matching(query, list(SHOWN))
    return [_ranked(key, *rows, query, at)[: SHOWN[key]] for key, rows in matching.items()]


def _group(key: str, ranked: QuerySet[Any], start: int, size: int, at: datetime) -> Group:
    """A part of a group."""
    found = list(ranked[start : min(start + size, MOST)])
    if key == "programs":
        attach_leads(found, at)
    total = found[0].total if found else 0
    return Group(key, found, min(total, MOST), total > MOST)


def _ranked(key: str, rows: QuerySet[Any], whole: bool, query: Query, at: datetime) -> QuerySet[Any]:
    """In order, with their number. Only the first MOST are: those with a fitting title, or with more of what
    is searched for, before others."""
    ranked = _titled_first(key, rows, query) if whole else having_most(rows, query, MOST + 1)
    scored = ranked.annotate(relevance=Relevance(query, whole=whole), total=Window(Count("pk")))
    return _in_order(key, scored, at)


def _titled_first(key: str, rows: QuerySet[Any], query: Query) -> QuerySet[Any]:
    """Of rows that have every concept those with it in the title, and others: of each MOST and one more."""
    titled = _all()[key].filter(having_all(query, "title_terms")).order_by().values("pk")[: MOST + 1]
    candidates = titled.union(rows.order_by().values("pk")[: MOST + 1]).order_by()
    found: QuerySet[Any] = rows.model._default_manager.filter(pk__in=candidates)
    return found


def _in_order(key: str, ranked: Any, at: datetime) -> QuerySet[Any]:
    """By relevance; programs then by deadline, clauses and documents the newest first."""
    if key == "programs":
        led = with_lead(ranked.select_related(*LEADS), at, settled=state(at).settled)
        return led.order_by("-relevance", "phase_rank", F("nearness").asc(nulls_last=True), "pk")
    if key == "clauses":
        newest = F("document__issued_on").desc(nulls_last=True)
        shown = ranked.select_related("document").prefetch_related("measures")
        return shown.order_by("-relevance", newest, "document", "position", "pk")
    return ranked.order_by("-relevance", F("issued_on").desc(nulls_last=True), "slug")
