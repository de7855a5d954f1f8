"""Stages that have to be done within so many working days: reminders before, escalation after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from applications.intake.models import Application
from applications.intake.services.arriving import STAGE_OF
from applications.intake.turns import LEVEL, turn, whose_turn
from applications.intake.workflow import Status
from portal.accounts.models import Department, Post, User
from portal.accounts.models.posts import in_force
from portal.inbox.kinds import Audience, Digest, Kind, register_kinds
from portal.inbox.offsets import Offset
from portal.inbox.reminders import Planned, Sweep, register_source, sweep
from portal.inbox.services import Told
from portal.inbox.texts import Place, Text, register
from portal.inbox.workdays import Workdays
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized
from programs.catalog.models import RoundStage

DUE, LATE, PASSED = "stage_due", "stage_late", "stage_passed_on"
# Who does what waits in a status; of all others the department that handles the round.
OFFICES = {Status.RECOMMENDING: "station", Status.APPROVING: LEVEL}
LOOK_BACK = timedelta(days=30)
LOOK_AHEAD = 100  # applications of a stage on the page of what will be sent
PLACES = (
    Place("program", gettext_lazy("the program"), gettext_lazy("Innovation voucher")),
    Place("number", gettext_lazy("the number of the application"), "KC-2026-0012", required=True),
    Place("applicant", gettext_lazy("who applies"), "华纳测试科技有限公司"),
    Place("state", gettext_lazy("what has to be done"), gettext_lazy("Expert review")),
    Place("due", gettext_lazy("when it is due"), "2026-12-08 23:59", required=True),
    Place("department", gettext_lazy("the department responsible"), "嘉定科技园区服务站"),
)
TEXTS = (
    Text(
        DUE,
        gettext_lazy("A stage of an application is due soon"),
        gettext_noop("Due soon: {number} ({state})"),
        gettext_noop("{applicant}, {program}\nThis is due by {due}. Please see to it."),
        PLACES,
    ),
    Text(
        LATE,
        gettext_lazy("A stage of an application is late, to the department above"),
        gettext_noop("Late: {number} ({state})"),
        gettext_noop(
            "{applicant}, {program}\n{department} had to do this by {due} and has not. "
            "Please ask them to do it now, or what keeps them."
        ),
        PLACES,
    ),
    Text(
        PASSED,
        gettext_lazy("An application went on without a recommendation, to the department above"),
        gettext_noop("Gone on without a recommendation: {number}"),
        gettext_noop(
            "{applicant}, {program}\n"
            "{department} gave no opinion in its time, and the application went on at {due}. "
            "Nothing is left to do for it. Please see to it that the next ones are read in time."
        ),
        PLACES,
    ),
)


def values_of(row: Any, due: datetime) -> dict[str, object]:
    """The places of the texts."""
    return {
        "program": localized(row.round.program, "title"),
        "number": row.number,
        "applicant": row.applicant_name,
        "state": row.state.staff_label,
        "due": dates.moment(due, current_language()),
        "department": localized(responsible(row), "name"),
    }


def responsible(row: Any) -> Department:
    """Whose time it is, or was."""
    level = row.next_level if row.status == Status.APPROVING else None
    stage = row.round.stage(STAGE_OF[Status(row.status)])
    found: Department = (
        (stage.department if stage else None)
        or (level.department if level else None)
        or (row.station if row.status == Status.RECOMMENDING else None)
        or row.round.department
    )
    return found


@dataclass(frozen=True)
class StageSource:
    """What has to be done in a stage: `late`, told to the heads of the department the round names, else told
    before to those who have to do it."""

    late: bool

    def sweeps(self, now: datetime, calendar: Workdays) -> Iterator[Sweep]:
        """One for each stage of a round and day on which applications are due."""
        for stage, status, due in days_of(now, late=self.late):
            rows = concerned(stage, status, late=self.late).filter(due_at=due)
            if self.late:
                if due <= now:
                    yield Sweep(due, due, "0d", rows)
            else:
                yield from sweep(due, [offset_of(stage)], now, calendar, rows, since="status_since")

    def told(self, row: Any, now: datetime) -> Told:
        """The places of the text."""
        return Told(values_of(row, row.due_at), reverse(page_of(row), args=[row.pk]))

    def planned(self, user: User, now: datetime, calendar: Workdays) -> Iterator[Planned]:
        """What this person will be told if nothing happens."""
        for row in ahead(user, now, late=self.late):
            due = row.due_at
            at = due if self.late else Offset.parse(f"{row.remind_days}w").before(due, calendar)
            if at > now:
                what, url = (
                    _("due: %(number)s") % {"number": row.number},
                    reverse(page_of(row), args=[row.pk]),
                )
                kind = LATE if self.late else DUE
                yield Planned(at, what, url, kind, due, _("Because your department has to do it."))


def ahead(user: User, now: datetime, *, late: bool) -> Iterator[Any]:
    """What is due and concerns a person, with `remind_days`; of very many of a stage, the first."""
    day, stage = timezone.localdate(now), "round__stages__"
    for status, key in STAGE_OF.items():
        for office, chosen in _offices(status, late):
            posts = f"{office}__posts__"
            ranks = [Post.Rank.HEAD] if late else Post.Rank.values
            mine = Q(**{f"{posts}user": user, f"{posts}rank__in": ranks, f"{stage}stage": key})
            rows: Any = Application.objects.annotate(turn=turn()).filter(
                mine, chosen, in_force(day, posts), status=status, due_at__gt=now
            )
            rows = rows.annotate(remind_days=F(f"{stage}remind_days"))
            yield from rows.order_by("due_at", "pk")[:LOOK_AHEAD]


def _offices(status: Status, late: bool) -> list[tuple[str, Q]]:
    """The ways from an application to departments that are told, each with when it is taken."""
    if late:
        return [] if status == Status.RECOMMENDING else [("round__stages__escalate_to", Q())]
    usual, reminds = _usual(status), Q(round__stages__remind_days__gt=0)
    named = Q(round__stages__department=None) & _chosen(usual)
    return [("round__stages__department", reminds), (usual, reminds & named)]


def _usual(status: str) -> str:
    """The way to who does it, where the round names nobody."""
    return OFFICES.get(Status(status), "round__department")


def _chosen(office: str) -> Q:
    """Of the levels that approve only the one whose turn it is."""
    return whose_turn() if office == LEVEL else Q()


def offset_of(stage: RoundStage) -> Offset:
    """How long before the end its people are reminded."""
    return Offset.parse(f"{stage.remind_days}w")


def stages(*, late: bool) -> QuerySet[RoundStage]:
    """The stages of published rounds that escalate, or that remind."""
    wanted = Q(escalate_to__isnull=False) if late else Q(remind_days__gt=0)
    return RoundStage.objects.filter(wanted, round__status="published")


def days_of(now: datetime, *, late: bool) -> Iterator[tuple[RoundStage, Status, datetime]]:
    """Each stage, the status in which it runs, and a day on which something of it is due."""
    for status, stage in STAGE_OF.items():
        if late and status == Status.RECOMMENDING:
            continue  # what a station lets pass goes on, and that is told when it does
        found = {row.round_id: row for row in stages(late=late).filter(stage=stage)}
        due = Q(due_at__lte=now, due_at__gt=now - LOOK_BACK) if late else Q(due_at__gt=now)
        waiting = Application.objects.filter(due, status=status, round__in=found)
        pairs = waiting.order_by("round", "due_at").values_list("round", "due_at").distinct()
        for round_id, moment in pairs if found else ():
            if moment:
                yield found[round_id], status, moment


def concerned(stage: RoundStage, status: Status, *, late: bool) -> QuerySet[Any]:
    """A row for each application in the stage and person who is told: `subject`, `holder`."""
    office, day = _office(stage, status, late), timezone.localdate()
    posts = f"{office}__posts"
    ranks = [Post.Rank.HEAD] if late else Post.Rank.values
    people = in_force(day, f"{posts}__") & Q(
        **{f"{posts}__user__is_active": True, f"{posts}__rank__in": ranks}
    )
    rows: Any = Application.objects.annotate(turn=turn()).filter(
        people, _chosen(office), round__stages=stage.pk, status=status, due_at__isnull=False
    )
    rows = rows.annotate(subject=Cast("pk", TextField()), holder=F(f"{posts}__user"))
    related = ("round__program", "round__department", "station", "organization", "person")
    found: QuerySet[Any] = rows.select_related(*related).prefetch_related("round__stages__department")
    return found


def _office(stage: RoundStage, status: Status, late: bool) -> str:
    """The way from an application to the department that is told."""
    if late:
        return "round__stages__escalate_to"
    if stage.department_id:
        return "round__stages__department"
    return _usual(status)


def page_of(row: Any) -> str:
    """The page where it is done."""
    return "station_application" if row.status == Status.RECOMMENDING else "review_application"


def register_all() -> None:
    """Make kinds, words and sources known to the inbox."""
    register_kinds(
        "stages",
        gettext_lazy("Stages of applications"),
        [Kind(text.key, text.label) for text in TEXTS],
        why=gettext_lazy("Your department is responsible for a stage, or for one that is late."),
        audience=Audience.OFFICIALS,
        legal=False,
        digest=Digest.DAILY,
    )
    for text in TEXTS:
        register(text)
    register_source(DUE, StageSource(late=False))
    register_source(LATE, StageSource(late=True))
