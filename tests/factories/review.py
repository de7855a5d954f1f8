"""Rounds with points to check, and what officials keep about applications."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from applications.intake.models import Application
from applications.review.checking import Given, keep_findings
from applications.review.models import CheckPoint
from portal.accounts.capacities import Capacity
from programs.catalog.models import Round
from tests.factories import intake

POINTS: tuple[dict[str, Any], ...] = (
    {"key": "contract", "text": "合同有双方签章", "question": "contract", "gap": "合同缺签章页"},
    {"key": "staff", "text": "职工人数与社保记录一致", "text_en": "Staff as insured"},
    {"key": "scope", "text": "属于支持范围", "fatal": True},
)


def with_points(round_: Round, points: Sequence[dict[str, Any]] = POINTS) -> Round:
    """Points in a round as if they had been there when it was published."""
    published = {"status": round_.status, "published_by": round_.published_by}
    rows = Round.objects.filter(pk=round_.pk)
    rows.update(status="draft", published_at=None, published_by=None)
    CheckPoint.objects.bulk_create(
        CheckPoint(round=round_, position=position, **point) for position, point in enumerate(points, 1)
    )
    at = (round_.published_at or timezone.now()) + timedelta(microseconds=1)  # nothing was remembered of it
    rows.update(published_at=at, **published)
    round_.published_at = at
    return round_


def to_check(round_: Round | None = None) -> Application:
    """Handed in, in a round with points."""
    return intake.submitted(intake.draft(with_points(round_ or intake.open_round())))


def found(application: Application, by: Capacity | None = None, **results: str) -> None:
    """Findings by the keys of the points; a note follows the result after a colon."""
    given = {key: Given(*said.partition(":")[::2]) for key, said in results.items()}
    by = by or intake.official(application.round.department)
    keep_findings(application.pk, given, capacity=by, at=timezone.now())
