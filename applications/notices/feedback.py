"""What an applicant reads of the reviews: as the notice of the result allows, and never by whom."""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal

from applications.intake.models import Application
from applications.notices.models import Notice
from applications.panels.models import Assignment, Review
from applications.ranking.outcomes import place_of


@dataclass(frozen=True)
class Feedback:
    """The score with the number of reviews, and opinions in an order that tells nothing."""

    score: Decimal | None = None
    reviews: int = 0
    opinions: list[str] = field(default_factory=list)


def feedback_for(application: Application) -> Feedback | None:
    """What its people may read; None where the round tells the decision only, or nothing is decided."""
    allowed = _allowed(application)
    place = place_of(application.pk)
    if allowed == Notice.Feedback.NONE or place is None or application.decided_at is None:
        return None
    if allowed == Notice.Feedback.SCORE:
        return Feedback(place.score, place.count)
    return Feedback(place.score, place.count, _opinions(application))


def _allowed(application: Application) -> str:
    rows = Notice.objects.filter(round=application.round, kind=Notice.Kind.RESULT)
    released = rows.exclude(state=Notice.State.DRAFT).order_by("-released_at")
    return released.values_list("feedback", flat=True).first() or Notice.Feedback.NONE


def _opinions(application: Application) -> list[str]:
    """Sorted by a hash of the words: neither by number, nor by time, nor by name."""
    rows = Review.objects.filter(
        assignment__application=application,
        assignment__state=Assignment.State.HANDED_IN,
        handed_in_at__isnull=False,
    ).exclude(opinion="")
    return sorted(
        rows.values_list("opinion", flat=True), key=lambda text: hashlib.sha256(text.encode()).hexdigest()
    )
