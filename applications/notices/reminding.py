"""Objections and appeals that fall due: their officials are reminded before and told once afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from applications.notices.models import Appeal, Objection
from portal.accounts.models import Post, User
from portal.accounts.models.posts import in_force
from portal.inbox.kinds import Audience, Digest, Kind, register_kinds
from portal.inbox.offsets import coming, offsets
from portal.inbox.reminders import Planned, Sweep, register_source, sweep
from portal.inbox.services import Told
from portal.inbox.texts import Place, Text, register
from portal.inbox.workdays import Workdays, end_of_day
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized

BEFORE = offsets("5w", "1w")
LOOK_BACK = timedelta(days=90)
LOOK_AHEAD = 100  # cases on the page of what will be sent
PLACES = (
    Place("about", gettext_lazy("the notice objected to, or the number of the application"), "KC-2026-0012"),
    Place("program", gettext_lazy("the program"), gettext_lazy("Innovation voucher")),
    Place("due", gettext_lazy("when the answer is due"), "2026-12-08 23:59", required=True),
)
DUE = {"objection": "objection_due", "appeal": "appeal_due"}
LATE = {"objection": "objection_late", "appeal": "appeal_late"}
TEXTS = (
    Text(
        DUE["objection"],
        gettext_lazy("The answer to an objection is due soon"),
        gettext_noop("Objection to answer by {due}"),
        gettext_noop("{about}, {program}\nExamine the objection and answer it by {due}."),
        PLACES,
    ),
    Text(
        LATE["objection"],
        gettext_lazy("The answer to an objection is late"),
        gettext_noop("Late: an objection was to be answered by {due}"),
        gettext_noop("{about}, {program}\nThe answer was due by {due}. The notice cannot end without it."),
        PLACES,
    ),
    Text(
        DUE["appeal"],
        gettext_lazy("The answer to an appeal is due soon"),
        gettext_noop("Appeal to answer by {due}: {about}"),
        gettext_noop("{about}, {program}\nExamine the appeal and answer it by {due}."),
        PLACES,
    ),
    Text(
        LATE["appeal"],
        gettext_lazy("The answer to an appeal is late"),
        gettext_noop("Late: an appeal was to be answered by {due}: {about}"),
        gettext_noop("{about}, {program}\nThe answer was due by {due}. The applicant is waiting for it."),
        PLACES,
    ),
)


def open_objections(now: datetime) -> QuerySet[Any]:
    """A row for each open objection and official of the department that handles its notice."""
    posts = "notice__round__department__posts__"
    rows: Any = Objection.objects.filter(_at_work(posts, now), state=Objection.State.OPEN)
    rows = rows.annotate(subject=Cast("pk", TextField()), holder=F(f"{posts}user"))
    found: QuerySet[Any] = rows.select_related("notice__round__program")
    return found


def open_appeals(now: datetime) -> QuerySet[Any]:
    """A row for each open appeal and official: the case officer, else all of the department."""
    posts = "application__round__department__posts__"
    officer = Post.objects.in_force(timezone.localdate(now)).filter(
        user=OuterRef("application__handler"), department=OuterRef("application__round__department")
    )
    concerned = Q(application__handler=F(f"{posts}user")) | ~Exists(officer)
    rows: Any = Appeal.objects.filter(_at_work(posts, now), concerned, state=Appeal.State.OPEN)
    rows = rows.annotate(subject=Cast("pk", TextField()), holder=F(f"{posts}user"))
    found: QuerySet[Any] = rows.select_related("application__round__program")
    return found


def _at_work(posts: str, now: datetime) -> Q:
    return in_force(timezone.localdate(now), posts) & Q(**{f"{posts}user__is_active": True})


@dataclass(frozen=True)
class CaseSource:
    """Objections or appeals: `case` names which; `late`: told once when the day has passed."""

    case: str
    late: bool

    @property
    def kind(self) -> str:
        """Of its messages."""
        return (LATE if self.late else DUE)[self.case]

    def rows(self, now: datetime) -> QuerySet[Any]:
        """The open ones with their officials."""
        return open_appeals(now) if self.case == "appeal" else open_objections(now)

    def sweeps(self, now: datetime, calendar: Workdays) -> Iterator[Sweep]:
        """One for each day on which answers are due."""
        today, rows = timezone.localdate(now), self.rows(now)
        near = Q(due_on__lt=today, due_on__gt=today - LOOK_BACK) if self.late else Q(due_on__gte=today)
        began = "made_at" if self.case == "appeal" else "received_at"
        for day in rows.filter(near).order_by("due_on").values_list("due_on", flat=True).distinct():
            due, found = end_of_day(day), rows.filter(due_on=day)
            if self.late:
                yield Sweep(due, due, "0d", found)
            else:
                yield from sweep(due, BEFORE, now, calendar, found, since=began)

    def told(self, row: Any, now: datetime) -> Told:
        """The places of the text."""
        round_ = row.application.round if self.case == "appeal" else row.notice.round
        about = row.application.number if self.case == "appeal" else row.notice.title
        due = dates.moment(end_of_day(row.due_on), current_language())
        values = {"about": about, "program": localized(round_.program, "title"), "due": due}
        return Told(values, self.page(row))

    def page(self, row: Any) -> str:
        """Where it is answered."""
        if self.case == "appeal":
            return reverse("appeal_case", args=[row.application_id])
        return reverse("objection", args=[row.pk])

    def planned(self, user: User, now: datetime, calendar: Workdays) -> Iterator[Planned]:
        """What this official will be told if nothing happens."""
        rows = self.rows(now).filter(holder=user.pk, due_on__gte=timezone.localdate(now))
        for row in rows.order_by("due_on", "pk")[:LOOK_AHEAD]:
            due = end_of_day(row.due_on)
            began = row.made_at if self.case == "appeal" else row.received_at
            moments = [due] if self.late else [at for _o, at in coming(BEFORE, due, began, now, calendar)]
            for at in moments:
                yield Planned(at, self._what(), self.page(row), self.kind, due, self._why())

    def _what(self) -> str:
        return _("appeal to answer") if self.case == "appeal" else _("objection to answer")

    def _why(self) -> str:
        return _("Because your department has to answer it.")


def register_all() -> None:
    """Make kinds, words and sources known to the inbox."""
    before = [Kind(DUE[case], _label(DUE[case]), BEFORE) for case in DUE]
    after = [Kind(LATE[case], _label(LATE[case]), offsets("0d"), after=True) for case in LATE]
    register_kinds(
        "cases",
        gettext_lazy("Objections and appeals"),
        [*before, *after],
        why=gettext_lazy("Your department has to answer objections and appeals."),
        audience=Audience.OFFICIALS,
        legal=False,
        digest=Digest.DAILY,
    )
    for text in TEXTS:
        register(text)
    for case in DUE:
        register_source(DUE[case], CaseSource(case, late=False))
        register_source(LATE[case], CaseSource(case, late=True))


def _label(kind: str) -> Any:
    return next(text.label for text in TEXTS if text.key == kind)
