"""What experts write: saved as often as they like, handed in once, reopened by an official."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.panels import telling
from applications.panels.models import (
    Assignment,
    Conflict,
    Criterion,
    Panel,
    Review,
    ReviewScore,
    ReviewVersion,
)
from applications.panels.rules import writing_refusal
from applications.panels.services.inviting import published_rubric
from applications.panels.services.locking import locked_assignment, locked_panel, note
from portal.accounts.capacities import Capacity
from portal.api import problems
from portal.api.problems import Refused
from portal.history.chain import canonical
from portal.ui.formats.amounts import trimmed
from portal.ui.texts import localized

State = Assignment.State
CENT = Decimal("0.01")
_STALE = gettext_lazy("This review was saved in another window meanwhile. Reload the page, then write again.")


class Stale(problems.Stale):
    """Somebody has saved since: nothing was overwritten."""


@dataclass(frozen=True)
class Written:
    """What an expert gives: points and reasons by criterion, recommendation, opinion, and the revision that
    they saw."""

    points: Mapping[int, Decimal | None] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    recommendation: str = ""
    opinion: str = ""
    seen: int = 0


@dataclass(frozen=True)
class Problem:
    """Why a review cannot be handed in: the field, the sentence, and what was typed where it is no number."""

    field: str
    text: str
    typed: str = ""


class Incomplete(Exception):
    """Everything that is missing of a review."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.text for problem in problems))
        self.problems = problems


def criteria_of(panel: Panel) -> list[Criterion]:
    """The criteria of the panel's rubric with their grades, in order."""
    rubric = published_rubric(panel)
    return list(rubric.criteria.prefetch_related("bands")) if rubric else []


def kept(assignment: Assignment) -> Written:
    """What is saved; nothing where the expert has not begun."""
    row = Review.objects.filter(assignment=assignment).first()
    if row is None:
        return Written()
    scores = ReviewScore.objects.filter(review=row)
    return Written(
        {score.criterion_id: score.points for score in scores},
        {score.criterion_id: score.reason for score in scores},
        row.recommendation,
        row.opinion,
        row.revision,
    )


@transaction.atomic
def save(pk: UUID, written: Written, *, by: Capacity, at: datetime) -> Review:
    """Keep what is written so far. Raises Stale when another window has saved since."""
    assignment = locked_assignment(pk, by)
    return _keep(assignment, written, by, at)


def _keep(assignment: Assignment, written: Written, by: Capacity, at: datetime) -> Review:
    if sentence := writing_refusal(assignment, at):
        raise Refused(sentence)
    review = Review.objects.select_for_update(of=("self",)).filter(assignment=assignment).first()
    if (review.revision if review else 0) != written.seen:
        raise Stale(str(_STALE))
    criteria = criteria_of(assignment.panel)
    if found := outside(criteria, written):
        raise Incomplete(found)
    review = review or Review(assignment=assignment, revision=0)
    review.recommendation, review.opinion = written.recommendation, written.opinion.strip()
    review.total, review.saved_at = total_of(criteria, written), at
    review.revision += 1
    review.save()
    ReviewScore.objects.filter(review=review).delete()
    ReviewScore.objects.bulk_create(
        ReviewScore(
            review=review,
            criterion=criterion,
            points=written.points.get(criterion.pk),
            reason=written.reasons.get(criterion.pk, "").strip(),
        )
        for criterion in criteria
    )
    if assignment.state == State.OPEN:
        assignment.state = State.DRAFT
        assignment.save(update_fields=["state"])
    return review


def outside(criteria: list[Criterion], written: Written) -> list[Problem]:
    """Points that no criterion has."""
    found = []
    for criterion in criteria:
        points = written.points.get(criterion.pk)
        if points is not None and not 0 <= points <= criterion.maximum:
            text = _("%(name)s: %(points)s points; give 0 to %(most)s.") % {
                "name": localized(criterion, "name"),
                "points": trimmed(points),
                "most": trimmed(criterion.maximum),
            }
            found.append(Problem(f"points-{criterion.pk}", text))
    return found


def total_of(criteria: list[Criterion], written: Written) -> Decimal | None:
    """Of 100, to two places, halves up; None while something is not scored."""
    total = Decimal(0)
    for criterion in criteria:
        points = written.points.get(criterion.pk)
        if points is None:
            return None
        total += points * criterion.weight / criterion.maximum
    return total.quantize(CENT, ROUND_HALF_UP)


def hand_in(pk: UUID, written: Written, *, by: Capacity, at: datetime) -> Review:
    """Keep what is written, then hand it in, with a version that never changes.

    Raises Incomplete with all that is missing; what was written is kept all the same.
    """
    kept = save(pk, written, by=by, at=at)
    with transaction.atomic():
        assignment = locked_assignment(pk, by)
        review = Review.objects.select_for_update(of=("self",)).get(assignment=assignment)
        if review.revision != kept.revision or writing_refusal(assignment, at):
            raise Stale(str(_STALE))
        if found := missing(assignment.panel, written):
            raise Incomplete(found)
        return _freeze(assignment, review, by, at)


def _freeze(assignment: Assignment, review: Review, by: Capacity, at: datetime) -> Review:
    """The version, the state and the event."""
    content = content_of(review)
    number = review.versions.count() + 1
    digest = sha256(canonical(content)).hexdigest()
    ReviewVersion.objects.create(
        review=review, number=number, content=content, content_hash=digest, at=at, by=by.user
    )
    review.handed_in_at = at
    review.save(update_fields=["handed_in_at"])
    assignment.state = State.HANDED_IN
    assignment.save(update_fields=["state"])
    payload = {"assignment": str(assignment.pk), "version": number, "content_hash": digest}
    note(assignment.panel, "review_handed_in", by, at, payload)
    return review


def missing(panel: Panel, written: Written) -> list[Problem]:
    """Everything that a review still lacks."""
    found = []
    for criterion in criteria_of(panel):
        name, points = localized(criterion, "name"), written.points.get(criterion.pk)
        if points is None:
            found.append(Problem(f"points-{criterion.pk}", _("Score: %(name)s") % {"name": name}))
        elif needs_reason(criterion, points) and not written.reasons.get(criterion.pk, "").strip():
            text = _("Say why you score “%(name)s” so: such points need a reason.") % {"name": name}
            found.append(Problem(f"reason-{criterion.pk}", text))
    if written.recommendation not in Review.Recommendation.values:
        found.append(Problem("recommendation-0", _("Choose what you recommend.")))
    length = len("".join(written.opinion.split()))
    if length < panel.opinion_least:
        text = _("Your opinion has %(n)d characters; write at least %(least)d.") % {
            "n": length,
            "least": panel.opinion_least,
        }
        found.append(Problem("opinion", text))
    return found


def needs_reason(criterion: Criterion, points: Decimal) -> bool:
    """Whether these points lie where the rubric asks for words."""
    low, high = criterion.reason_below, criterion.reason_above
    return (low is not None and points < low) or (high is not None and points > high)


def content_of(review: Review) -> dict[str, Any]:
    """The review as it is frozen."""
    scores = review.scores.select_related("criterion").order_by("criterion__position", "criterion")
    return {
        "assignment": str(review.assignment_id),
        "recommendation": review.recommendation,
        "opinion": review.opinion,
        "total": str(review.total),
        "scores": [
            {"criterion": row.criterion_id, "points": str(row.points), "reason": row.reason} for row in scores
        ],
    }


@transaction.atomic
def reopen(pk: UUID, reason: str, *, by: Capacity, at: datetime) -> Assignment:
    """Let the expert write again; what was handed in stays as a version."""
    assignment = locked_assignment(pk, by)
    panel = locked_panel(assignment.panel_id, by, Panel.State.REVIEWING)
    if assignment.state != State.HANDED_IN:
        raise Refused(_("Only a review that is handed in can be reopened."))
    if not reason.strip():
        raise Refused(_("Give a reason: the expert reads it."))
    assignment.state = State.REOPENED
    assignment.save(update_fields=["state"])
    Review.objects.filter(assignment=assignment).update(handed_in_at=None)
    note(panel, "review_reopened", by, at, {"assignment": str(pk), "reason": reason.strip()})
    telling.reopened(assignment, reason.strip(), assignment.review.versions.count())
    return assignment


@transaction.atomic
def recuse(pk: UUID, reason: str, *, by: Capacity, at: datetime) -> None:
    """The expert states a tie while reviewing: the assignment ends, and its conflict is kept."""
    assignment = locked_assignment(pk, by)
    if sentence := writing_refusal(assignment, at):
        raise Refused(sentence)
    if not reason.strip():
        raise Refused(_("Say what ties you to the applicant: only the department reads it."))
    assignment.state = State.RECUSED
    assignment.save(update_fields=["state"])
    Conflict.objects.update_or_create(
        panel=assignment.panel,
        application=assignment.application,
        expert=assignment.expert,
        kind=Conflict.Kind.STATED,
        defaults={"source": Conflict.Source.DECLARED, "detail": reason.strip()[:200], "found_at": at},
    )
    note(assignment.panel, "recused", by, at, {"assignment": str(pk), "reason": reason.strip()})
    telling.recused(assignment, reason.strip())


@transaction.atomic
def close(pk: UUID, *, by: Capacity, at: datetime) -> Panel:
    """End the panel's work: every review is handed in or recused."""
    panel = locked_panel(pk, by, Panel.State.REVIEWING)
    left = panel.assignments.exclude(state__in=(State.HANDED_IN, State.RECUSED)).count()
    if left:
        raise Refused(_("%(n)d reviews are not handed in yet.") % {"n": left})
    panel.state = Panel.State.CLOSED
    panel.save(update_fields=["state"])
    note(panel, "closed", by, at)
    return panel
