"""Applications whose check or decision is overdue: its officials hear once, then their head once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from applications.intake.models import Application
from applications.intake.turns import LEVEL, turn, whose_turn
from applications.intake.workflow import STATES, Owner, Status
from portal.accounts.models import Department, Post, User
from portal.accounts.models.posts import in_force
from portal.inbox.kinds import Audience, Digest, Kind, register_kinds
from portal.inbox.offsets import offsets
from portal.inbox.reminders import Planned, Sweep, register_source
from portal.inbox.services import Told
from portal.inbox.texts import Place, Text, register
from portal.inbox.workdays import Workdays
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized
from programs.catalog.models import Round
from programs.catalog.reminding import offsets_of

PLACES = (
    Place("program", gettext_lazy("the program"), gettext_lazy("Innovation voucher")),
    Place("number", gettext_lazy("the number of the application"), "KC-2026-0012", required=True),
    Place("applicant", gettext_lazy("who applies"), "华纳测试科技有限公司"),
    Place("state", gettext_lazy("what has to be done"), gettext_lazy("Formal check")),
    Place("due", gettext_lazy("when it was due"), "2026-12-08 23:59", required=True),
    Place("department", gettext_lazy("the department that handles it"), "市科委"),
)
TEXTS = (
    Text(
        "overdue",
        gettext_lazy("A check or decision is overdue"),
        gettext_noop("Overdue: {number} ({state})"),
        gettext_noop("{applicant}, {program}\nThis was due by {due}. Please handle it now."),
        PLACES,
    ),
    Text(
        "overdue_head",
        gettext_lazy("A check or decision is still overdue, to the head"),
        gettext_noop("Still overdue: {number} ({state})"),
        gettext_noop(
            "{applicant}, {program}\n"
            "This was due by {due}; the officials of {department} were told then. Please see to it."
        ),
        PLACES,
    ),
)
WAITING = [status for status, state in STATES.items() if state.owner == Owner.OFFICIAL]
OFFICIALS, HEAD = "overdue", "overdue_head"
HANDLING = "round__department"
LOOK_BACK = timedelta(days=90)  # longer than any offset after a deadline
LOOK_AHEAD = 300  # applications on the page of what will be sent


@dataclass(frozen=True)
class OverdueSource:
    """What an official should have done, told to those with a post in the department, or to its heads."""

    kind: str
    heads: bool

    def sweeps(self, now: datetime, calendar: Workdays) -> Iterator[Sweep]:
        """One for each round and day that passed without the check or decision."""
        for round_, due in overdue_days(now):
            passed = [(o.after(due, calendar), o.code) for o in offsets_of(round_, self.kind)]
            moment, code = max((found for found in passed if found[0] <= now), default=(None, ""))
            if moment:
                for office in (HANDLING, LEVEL):
                    rows = handled(office, self.heads, now).filter(round=round_, due_at=due)
                    yield Sweep(due, moment, code, rows)

    def told(self, row: Any, now: datetime) -> Told:
        """The places of the text."""
        values = {
            "program": localized(row.round.program, "title"),
            "number": row.number,
            "applicant": row.applicant_name,
            "state": row.state.staff_label,
            "due": dates.moment(row.due_at, current_language()),
            "department": localized(_office(row), "name"),
        }
        return Told(values, reverse("review_application", args=[row.pk]))

    def planned(self, user: User, now: datetime, calendar: Workdays) -> Iterator[Planned]:
        """What this official will be told if nothing happens; of very many, the first to be due."""
        mine = Q(holder=user.pk, due_at__gt=now - LOOK_BACK)
        ways = [handled(office, self.heads, now).filter(mine) for office in (HANDLING, LEVEL)]
        for row in chain.from_iterable(rows.order_by("due_at", "pk")[:LOOK_AHEAD] for rows in ways):
            url = reverse("review_application", args=[row.pk])
            for offset in offsets_of(row.round, self.kind):
                at = offset.after(row.due_at, calendar)
                if at > now:
                    what = _("overdue: %(number)s") % {"number": row.number}
                    yield Planned(at, what, url, self.kind, None, self.why(row))

    def why(self, row: Any) -> str:
        """Why this person."""
        names = {"department": localized(_office(row), "name")}
        if self.heads:
            return _("Because you head %(department)s.") % names
        if row.status == Status.APPROVING:
            return _("Because it is the turn of %(department)s to approve.") % names
        if row.handler_id == row.holder:
            return _("Because this application lies with you.")
        return _("Because %(department)s handles this application.") % names


def _office(row: Any) -> Department:
    """Whose time passed."""
    level = row.next_level if row.status == Status.APPROVING else None
    found: Department = level.department if level else row.round.department
    return found


def handled(office: str, heads: bool, now: datetime) -> QuerySet[Any]:
    """A row for each application that waits for an official and person: `subject`, `holder`.

    `office`: the way to the department, HANDLING or, of what is in approval, LEVEL. One that lies with a case
    officer concerns them alone, any other all with a post; `heads`: its heads.
    """
    day, posts = timezone.localdate(now), f"{office}__posts"
    ranks = [Post.Rank.HEAD] if heads else Post.Rank.values
    people = in_force(day, f"{posts}__") & Q(
        **{f"{posts}__user__is_active": True, f"{posts}__rank__in": ranks}
    )
    at_work = Post.objects.in_force(day).filter(
        user=OuterRef("handler"), department=OuterRef("round__department")
    )
    if office == LEVEL:
        concerned = Q(status=Status.APPROVING) & whose_turn()
    else:
        lies = Q() if heads else Q(handler=F(f"{posts}__user")) | ~Exists(at_work)
        concerned = lies & Q(status__in=WAITING) & ~Q(status=Status.APPROVING)
    rows: Any = Application.objects.annotate(turn=turn()).filter(people, concerned, due_at__isnull=False)
    rows = rows.annotate(subject=Cast("pk", TextField()), holder=F(f"{posts}__user"))
    found: QuerySet[Any] = rows.select_related(
        "round__program", "round__department", "organization", "person"
    )
    return found


def overdue_days(now: datetime) -> list[tuple[Round, datetime]]:
    """The rounds and days that passed with something still waiting for an official."""
    waiting = Application.objects.filter(status__in=WAITING, due_at__lte=now)
    pairs = list(waiting.order_by("round", "due_at").values_list("round", "due_at").distinct())
    rounds = Round.objects.in_bulk({pk for pk, _due in pairs})
    return [(rounds[pk], due) for pk, due in pairs if due]


def register_all() -> None:
    """Make kinds, words and sources known to the inbox."""
    register_kinds(
        "overdue",
        gettext_lazy("Overdue work"),
        [
            Kind(OFFICIALS, TEXTS[0].label, offsets("0d"), after=True, per_round=True),
            Kind(HEAD, TEXTS[1].label, offsets("3w"), after=True, per_round=True),
        ],
        why=gettext_lazy("Your department handles applications whose check or decision is late."),
        audience=Audience.OFFICIALS,
        legal=False,
        digest=Digest.DAILY,
    )
    for text in TEXTS:
        register(text)
    register_source(OFFICIALS, OverdueSource(OFFICIALS, heads=False))
    register_source(HEAD, OverdueSource(HEAD, heads=True))
