"""Under which words a program is found, and the most one can get: kept beside it, refreshed by services."""

from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils import translation

from programs.catalog.models import FindableProgram, Program, Round
from programs.catalog.terms.base import ValueType
from programs.catalog.terms.declaration import Term, terms_of
from programs.catalog.terms.numbers import Money, Range
from programs.search import indexing

OF_ALL = ("line",)  # what all applicants together can get
BATCH = 200


def refresh_findable(program: Program) -> None:
    """Write the terms of a program: its title, sentence and kind, the headings of its clauses, and what is
    often asked about it."""
    headings = [program.summary, program.summary_en, program.benefit, program.benefit_en]
    body = [program.description, program.description_en]
    for clause in program.clauses.select_related("document"):
        headings += [clause.heading, clause.heading_en]
        body += [clause.document.short_title, clause.document.title, clause.document.number]
    for measure in program.measures.all():
        body += [measure.name, measure.name_en, measure.beneficiary, measure.beneficiary_en]
    for row in program.common_questions.all():
        body += [row.question, row.question_en, row.answer, row.answer_en]
    titles = [program.title, program.title_en, *_kind_names(program)]
    indexing.keep(FindableProgram, program, indexing.Texts(titles, headings, body))


def refresh_missing() -> None:
    """Write the terms of programs that have none, such as loaded ones."""
    while found := list(Program.objects.filter(findable=None).order_by("pk")[:BATCH]):
        for program in found:
            refresh_findable(program)
            refresh_amount(program)


def refresh_amount(program: Program) -> None:
    """Keep the most a single applicant can get: the highest of the terms' amounts and the rounds' caps."""
    rounds = program.rounds.filter(status=Round.Status.PUBLISHED)
    cap = rounds.aggregate(cap=Max("amount_cap"))["cap"]
    amounts = [amount for amount in (cap, highest(program)) if amount is not None]
    program.amount_max = max(amounts, default=None)
    Program.objects.filter(pk=program.pk).update(amount_max=program.amount_max)


def highest(program: Program) -> Decimal | None:
    """The highest amount that the terms state for one applicant: its caps, else any other of its amounts."""
    declared = [(term, _amount(term.type, program.terms[term.key])) for term in _stated(program)]
    caps = [amount for term, amount in declared if term.cap and amount is not None]
    others = [amount for term, amount in declared if term.key not in OF_ALL and amount is not None]
    return max(caps or others, default=None)


def _stated(program: Program) -> list[Term]:
    return [term for term in terms_of(program.kind) if term.key in program.terms]


def _amount(kind: ValueType, stated: dict[str, Any]) -> Decimal | None:
    if isinstance(kind, Money):
        return Decimal(stated["value"])
    if isinstance(kind, Range) and isinstance(kind.part, Money):
        return Decimal(stated["value"]["to"])
    return None


def _kind_names(program: Program) -> list[str]:
    """In both languages: people type either."""
    names = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            names.append(str(program.get_kind_display()))
    return names
