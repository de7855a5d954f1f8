"""What the clock tells of panels: invitations that end, reviews that fall due, and what is overdue."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.panels.models import Assignment, Panel, PanelEvent, Seat
from applications.panels.telling import DUE_SOON, INVITATION_ENDS, OFFSETS, OVERDUE, values
from portal.accounts.models import Post, User
from portal.accounts.models.posts import in_force
from portal.inbox.offsets import coming
from portal.inbox.reminders import Planned, Sweep, register_source, sweep
from portal.inbox.services import Told
from portal.inbox.workdays import Workdays, end_of_day
from portal.ui.texts import localized

POSTS = "round__department__posts"


@dataclass(frozen=True)
class SeatSource:
    """What experts have to do until a day of their panel.

    rows: a row for each seat with something to do. day: the field of the panel. since: when it began.
    """

    kind: str
    rows: Callable[[], QuerySet[Any]]
    day: str
    since: str
    what: Promise

    def sweeps(self, now: datetime, calendar: Workdays) -> Iterator[Sweep]:
        """One for each day of which a reminder came due."""
        name = f"panel__{self.day}"
        ahead = self.rows().filter(**{f"{name}__gte": timezone.localdate(now)})
        for day in ahead.order_by(name).values_list(name, flat=True).distinct():
            rows = self.rows().filter(**{name: day})
            yield from sweep(end_of_day(day), OFFSETS[self.kind], now, calendar, rows, since=self.since)

    def told(self, row: Any, now: datetime) -> Told:
        """The places of the text."""
        return Told({**values(row.panel), "left": row.left}, page_of(row))

    def planned(self, user: User, now: datetime, calendar: Workdays) -> Iterator[Planned]:
        """What this expert will be told."""
        for row in self.rows().filter(holder=user.pk):
            deadline, since = end_of_day(getattr(row.panel, self.day)), getattr(row, self.since)
            for _offset, at in coming(OFFSETS[self.kind], deadline, since, now, calendar):
                what = self.what % {"program": localized(row.panel.round.program, "title")}
                why = _("Because you are on a panel of experts, or asked to join one.")
                yield Planned(at, what, page_of(row), self.kind, deadline, why)


class OverdueSource:
    """Panels whose reviews were due: whoever runs them hears once."""

    def sweeps(self, now: datetime, calendar: Workdays) -> Iterator[Sweep]:
        """One for each day that passed with reviews still missing."""
        late = run_by().filter(due_on__lt=timezone.localdate(now))
        for day in late.order_by("due_on").values_list("due_on", flat=True).distinct():
            due = end_of_day(day)
            yield Sweep(due, due, "0d", late.filter(due_on=day))

    def told(self, row: Any, now: datetime) -> Told:
        """The places of the text."""
        return Told({**values(row), "left": row.left}, reverse("panel", args=[row.pk]))

    def planned(self, user: User, now: datetime, calendar: Workdays) -> Iterator[Planned]:
        """What this official will be told if nothing happens."""
        for row in run_by().filter(holder=user.pk, due_on__gte=timezone.localdate(now)):
            what, url = (
                _("reviews are overdue: %(panel)s") % {"panel": row.name},
                reverse("panel", args=[row.pk]),
            )
            yield Planned(end_of_day(row.due_on), what, url, OVERDUE, None, _("Because you run this panel."))


def page_of(seat: Any) -> str:
    """Where the expert does it."""
    return reverse("my_reviews") if seat.answer == Seat.Answer.ACCEPTED else reverse("seat", args=[seat.pk])


def unanswered() -> QuerySet[Any]:
    """A row for each invitation without an answer: `subject`, `holder`; `left` is of no matter here."""
    asking = (Panel.State.INVITED, Panel.State.REVIEWING)
    rows = Seat.objects.filter(answer=Seat.Answer.NONE, invited_at__isnull=False, panel__state__in=asking)
    return _held(rows)


def unwritten() -> QuerySet[Any]:
    """A row for each expert with reviews to hand in: `subject`, `holder`, `left` (how many), `begun`."""
    first = PanelEvent.objects.filter(subject=OuterRef("panel"), kind="assigned").order_by("seq")
    rows = Seat.objects.filter(answer=Seat.Answer.ACCEPTED, panel__state=Panel.State.REVIEWING)
    rows = rows.filter(Exists(_open(panel=OuterRef("panel"), expert=OuterRef("expert"))))
    return _held(rows).annotate(begun=Greatest(Subquery(first.values("at")[:1]), "answered_at"))


def _held(rows: QuerySet[Seat]) -> QuerySet[Any]:
    left = _number(_open(panel=OuterRef("panel"), expert=OuterRef("expert")))
    found: Any = rows.filter(expert__user__is_active=True).select_related(
        "panel__round__program", "panel__round__department"
    )
    held: QuerySet[Any] = found.annotate(subject=Cast("pk", TextField()), holder=F("expert__user"), left=left)
    return held


def run_by() -> QuerySet[Any]:
    """A row for each panel with missing reviews and official who runs it: `subject`, `holder`, `left`.

    Whoever set it up runs it; once they have left the department, everybody with a post there.
    """
    day = timezone.localdate()
    at_work = Post.objects.in_force(day).filter(
        user=OuterRef("created_by"), department=OuterRef("round__department")
    )
    concerned = Q(created_by=F(f"{POSTS}__user")) | ~Exists(at_work)
    posts = in_force(day, f"{POSTS}__") & Q(**{f"{POSTS}__user__is_active": True})
    rows: Any = (
        Panel.objects.unfinished()
        .filter(posts, concerned)
        .select_related("round__program", "round__department")
    )
    found: QuerySet[Any] = rows.annotate(
        subject=Cast("pk", TextField()), holder=F(f"{POSTS}__user"), left=_number(_open(panel=OuterRef("pk")))
    )
    return found


def _open(**of: Any) -> QuerySet[Assignment]:
    return Assignment.objects.filter(state__in=Assignment.WRITABLE, **of)


def _number(rows: QuerySet[Assignment]) -> Subquery:
    return Subquery(rows.order_by().values("panel").annotate(n=Count("pk")).values("n"))


def register_all() -> None:
    """Make the sources known to the inbox."""
    answer = gettext_lazy("answer the invitation to review: %(program)s")
    hand_in = gettext_lazy("hand in reviews: %(program)s")
    register_source(
        INVITATION_ENDS, SeatSource(INVITATION_ENDS, unanswered, "answer_by", "invited_at", answer)
    )
    register_source(DUE_SOON, SeatSource(DUE_SOON, unwritten, "due_on", "begun", hand_in))
    register_source(OVERDUE, OverdueSource())
