"""Files typed in: what a golden case knows of a firm."""

from datetime import date
from decimal import Decimal
from typing import Any

from portal.facts.models import CreditRecord, Qualification, Right
from portal.facts.reading import File
from programs.eligibility.context import Context, Reading
from programs.eligibility.explaining import Finding, explain
from programs.eligibility.vocabulary import TESTABLE

DAY = date(2026, 11, 22)
NOW = Context(DAY, 2026)
WAN = 10_000
LISTED = {"rights_listed_on": DAY, "qualifications_listed_on": DAY, "credit_listed_on": DAY}


def firm(
    years: dict[int, dict[str, Any]] | None = None,
    *,
    rights: dict[str, int] | None = None,
    qualifications: tuple[Qualification, ...] = (),
    credits: tuple[CreditRecord, ...] = (),
    **facts: Any,
) -> File:
    """A firm with these facts; `years`: its figures, amounts in yuan; `rights`: how many of each category."""
    values = {(key, None): value for key, value in facts.items()}
    for year, figures in (years or {}).items():
        values |= {(key, year): amount(value) for key, value in figures.items()}
    held = tuple(
        Right(category=category, holds_from=date(2020, 1, 1))
        for category, count in (rights or {}).items()
        for _number in range(count)
    )
    return File(DAY, values, rights=held, qualifications=qualifications, credits=credits)


def amount(value: Any) -> Any:
    return Decimal(value) if isinstance(value, str) else value


def worth(key: str, file: File, offset: int = -1) -> Any:
    """The value of a fact."""
    testable = TESTABLE[key]
    assert testable.measure is not None
    return testable.measure(offset if testable.yearly else None).quantity(Reading(file, NOW))


def found(test: dict[str, Any], file: File, context: Context = NOW) -> Finding:
    return explain(test, file, context)
