"""The conditions of a round as they are judged for an applicant at the moment of handing in."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.snapshot import sha256
from portal.facts.reading import read
from portal.organizations.models import Organization
from programs.catalog.models import Condition, Round
from programs.catalog.services import reference_year
from programs.eligibility.context import Context, Reading
from programs.eligibility.grammar import parse
from programs.eligibility.nodes import Node
from programs.eligibility.querying import as_expression, rows

OUTCOMES = {True: "pass", False: "fail", None: "unknown"}
DECLARED = "declared"


def pinned(round_: Round) -> tuple[Condition, ...]:
    """The conditions as publishing pinned them, in order: read once per process."""
    if round_.published_at is None:
        return _read(round_.pk, None)
    return _kept(round_.pk, round_.published_at)


def _read(round_id: int, published_at: datetime | None) -> tuple[Condition, ...]:
    return tuple(Condition.objects.filter(round=round_id).order_by("position", "pk"))


_kept = lru_cache(maxsize=512)(_read)


def digest(round_: Round, conditions: Sequence[Condition]) -> str:
    """SHA-256 of the rules: the year that counts and each condition with its test."""
    told = [{"sentence": row.sentence, "test": row.test} for row in conditions]
    return sha256({"conditions": told, "reference_year": reference_year(round_)})


def judge(application: Application, conditions: Sequence[Condition], at: datetime) -> list[dict[str, Any]]:
    """[{"condition", "sentence", "outcome"}]: pass, fail, unknown; declared where no file can tell."""
    found = _outcomes(application, conditions, at)
    return [
        {
            "condition": row.pk,
            "sentence": row.sentence,
            "outcome": OUTCOMES[found.get(f"c{row.pk}")] if _is_judged(application, row) else DECLARED,
        }
        for row in conditions
    ]


def _is_judged(application: Application, condition: Condition) -> bool:
    return bool(condition.test) and application.organization_id is not None


def _outcomes(application: Application, conditions: Sequence[Condition], at: datetime) -> dict[str, Any]:
    tests = {f"c{row.pk}": test for row in conditions if row.test and (test := _understood(row.test))}
    if not tests or application.organization is None:
        return {}
    context = Context(timezone.localdate(at), reference_year(application.round))
    read_out = _of_today if context.as_of == timezone.localdate() else _of_another_day
    return read_out(application.organization, tests, context)


def _of_today(organization: Organization, tests: dict[str, Node], context: Context) -> dict[str, Any]:
    """One query, the SQL reading of the rules: a submission waits for nothing."""
    told = {name: as_expression(test, context) for name, test in tests.items()}
    found = rows(tests.values(), context).filter(organization=organization)
    return found.annotate(**told).values(*told).first() or {}


def _of_another_day(organization: Organization, tests: dict[str, Node], context: Context) -> dict[str, Any]:
    """The other reading, over the file of that day: SQL would look up each fact in the history by itself."""
    reading = Reading(read(organization, context.as_of), context)
    return {name: test.check.value(reading) for name, test in tests.items()}


def _understood(test: Any) -> Node | None:
    try:
        return parse(test)
    except ValidationError:
        return None
