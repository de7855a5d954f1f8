"""The formal check: its points, what was found, and the letters that write themselves from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from applications.intake.models import Application, ApplicationEvent, Submission
from applications.intake.rules import handles
from applications.intake.services.locking import locked
from applications.intake.workflow import Status
from applications.review.models import CheckPoint, PointFinding
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.history.services import record
from programs.catalog.models import Round

Result = PointFinding.Result
SETTLED = (Result.MET, Result.NOT_APPLICABLE)
EVENT = "checked"
ENDS = ("accepted", "returned", "refused")  # events with which a formal check ends


@dataclass(frozen=True)
class Given:
    """What an official found at a point: a result, "" for none yet, and a note."""

    result: str = ""
    note: str = ""


@dataclass(frozen=True)
class Gap:
    """A point that is not met, in the words of the letter. `question`: what a correction opens, or ""."""

    key: str
    label: str
    question: str
    sentence: str
    fatal: bool


@dataclass(frozen=True)
class Line:
    """A point with what was found in what was handed in last, else in what was handed in before."""

    point: CheckPoint
    finding: PointFinding | None
    before: PointFinding | None

    @property
    def shown(self) -> Given:
        """What the page shows: what was fine before stays chosen until somebody looks again."""
        found = self.finding or self.before
        if found is None or (self.finding is None and found.result not in SETTLED):
            return Given()
        return Given(found.result, found.note)


@dataclass(frozen=True)
class Check:
    """The whole check of one submission."""

    lines: Sequence[Line]

    @property
    def unanswered(self) -> int:
        """How many points nobody has looked at in this submission."""
        return sum(line.finding is None for line in self.lines)

    @property
    def gaps(self) -> list[Gap]:
        """What is not met, in order."""
        return [
            gap_of(line.finding)
            for line in self.lines
            if line.finding and line.finding.result == Result.NOT_MET
        ]

    @property
    def suggests(self) -> str:
        """The action that follows from it; "" while points are open."""
        gaps = self.gaps
        if any(gap.fatal for gap in gaps):
            return "refuse"
        if self.unanswered:
            return ""
        return "return" if gaps else "accept"


def pinned_points(round_: Round) -> tuple[CheckPoint, ...]:
    """The points of a round in order; those that publishing pinned are read once per process."""
    if round_.published_at is None:
        return _read(round_.pk, None)
    return _kept(round_.pk, round_.published_at)


def _read(round_id: int, published_at: datetime | None) -> tuple[CheckPoint, ...]:
    rows = CheckPoint.objects.filter(round=round_id).select_related("clause__document")
    return tuple(rows.order_by("position", "pk"))


_kept = lru_cache(maxsize=512)(_read)


def check_of(application: Application) -> Check | None:
    """The check of what was handed in last; None where the round has no points or nothing was handed in."""
    points = pinned_points(application.round)
    if not points:
        return None
    seqs = list(application.submissions.order_by("-seq").values_list("pk", flat=True)[:2])
    if not seqs:
        return None
    found = {(row.submission_id, row.point_id): row for row in _findings(application, seqs)}
    before = seqs[1] if len(seqs) > 1 else 0
    return Check(
        [Line(point, found.get((seqs[0], point.pk)), found.get((before, point.pk))) for point in points]
    )


def _findings(application: Application, submissions: Sequence[int]) -> Sequence[PointFinding]:
    rows = PointFinding.objects.filter(application=application, submission__in=submissions)
    return list(rows.select_related("by", "point"))


def gap_of(finding: PointFinding) -> Gap:
    """The point as the letter prints it, in the language of letters."""
    point = finding.point
    with translation.override(settings.LANGUAGE_CODE):
        words = point.gap or _("Not met: %(point)s") % {"point": point.text}
        sentence = _("%(gap)s (%(note)s)") % {"gap": words, "note": finding.note} if finding.note else words
    return Gap(point.key, point.text, point.question, sentence, point.fatal)


def accept_refusal(application: Application, capacity: Capacity | None, at: datetime) -> str | None:
    """Why the application cannot be accepted yet: points of the check; None when all are settled."""
    points = pinned_points(application.round)
    if not points:
        return None
    last = Submission.objects.filter(application=application).order_by("-seq").values("pk")[:1]
    found = PointFinding.objects.filter(application=application, submission=last)
    results = dict(found.values_list("point", "result"))
    unmet = sum(results.get(point.pk) == Result.NOT_MET for point in points)
    if unmet:
        return _("%(n)d points of the formal check are not met. Return it for correction, or refuse it.") % {
            "n": unmet
        }
    left = sum(point.pk not in results for point in points)
    if left:
        return _("%(n)d points of the formal check are still open. Check them first.") % {"n": left}
    return None


@transaction.atomic
def keep_findings(
    application_id: UUID, given: Mapping[str, Given], *, capacity: Capacity, at: datetime
) -> Check:
    """Write what was found, by the keys of the points; an empty result takes a finding back.

    Raises Refused where it is not this department's turn.
    """
    application = locked(application_id, capacity)
    if not handles(application, capacity):
        raise Refused(
            _("Only %(department)s handles this round.") % {"department": application.round.department.name}
        )
    if application.status != Status.SUBMITTED:
        raise Refused(_("The formal check of this application is over. Reload the page."))
    check = check_of(application)
    if check is None:
        raise Refused(_("This round has no points to check."))
    last = application.submissions.order_by("-seq").values_list("pk", flat=True)[0]
    for line in check.lines:
        if line.point.key in given:
            _keep(line, given[line.point.key], application, last, capacity, at)
    found = check_of(application)
    assert found is not None
    return found


def _keep(
    line: Line, given: Given, application: Application, submission: int, capacity: Capacity, at: datetime
) -> None:
    """One point; what did not change keeps who found it and when."""
    kept = Given(line.finding.result, line.finding.note) if line.finding else Given()
    result = given.result if given.result in Result.values else ""
    note = given.note.strip()[:600] if result else ""
    if (result, note) == (kept.result, kept.note):
        return
    place: dict[str, Any] = {"application": application, "submission_id": submission, "point": line.point}
    if result:
        said = {"result": result, "note": note, "by": capacity.user, "at": at}
        PointFinding.objects.update_or_create(**place, defaults=said)
    else:
        PointFinding.objects.filter(**place).delete()


def write_down(application: Application, event: ApplicationEvent) -> None:
    """The check as it stood when it ended, into the history; hears every action."""
    if event.kind not in ENDS or not pinned_points(application.round):
        return
    check = check_of(application)
    found = [line.finding for line in check.lines if line.finding] if check else []
    if not found:
        return
    record(
        ApplicationEvent,
        application,
        kind=EVENT,
        capacity=None,
        at=event.at,
        payload={"points": [_told(row) for row in found]},
        locked=True,
        from_status=application.status,
        to_status=application.status,
    )


def _told(finding: PointFinding) -> dict[str, object]:
    told = {"key": finding.point.key, "text": finding.point.text, "result": finding.result}
    return {**told, "note": finding.note, "by": finding.by_id, "at": finding.at.isoformat()}


def copy_points(source: Round, made: Round) -> None:
    """The points of a round for the next one."""
    CheckPoint.objects.bulk_create(
        CheckPoint(**{field.attname: getattr(row, field.attname) for field in COPIED}, round=made)
        for row in CheckPoint.objects.filter(round=source).order_by("position", "pk")
    )


COPIED = [field for field in CheckPoint._meta.concrete_fields if field.name not in ("id", "round")]
