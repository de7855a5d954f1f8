"""The official's queue: saved views, filters, orderings and counts, all as data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

import django_filters
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application
from applications.intake.models.applications import EVER_SUBMITTED
from applications.intake.services.handling import OPEN
from applications.intake.services.sealing import OPEN as SEALABLE
from applications.intake.workflow import STATES, Owner, Status
from applications.review.assigning import officer
from applications.review.desk import Desk, awaiting, concerns
from applications.review.texts import having
from portal.accounts.capacities import Capacity
from portal.accounts.models import Department, User
from portal.api.keyset import Keyset
from portal.organizations.models import Organization
from portal.ui.counting import MOST, CountUpTo
from portal.ui.widgets import LongSelect

DUE_SOON = timedelta(days=2)
FEW = 1_000
UNDER_WAY = (Status.REVIEWING, Status.PRESENTING, Status.APPROVING, Status.PROPOSED, Status.NOTICED)
# Where a day is set for officials: what waits for them, and an agreement that is to be signed.
DUE = (*(status for status, state in STATES.items() if state.owner == Owner.OFFICIAL), Status.APPROVED)
NEVER_HERE = (Status.DRAFT, Status.DISCARDED)


@dataclass(frozen=True)
class View:
    """One saved view: what it shows at a moment; `own`: only what the department itself handles; `mine`: only
    what lies with the official; `turn`: only what waits for their approval."""

    key: str
    label: str | Promise
    at: Callable[[datetime], Q]
    own: bool = True
    mine: bool = False
    turn: bool = False

    def condition(self, capacity: Capacity, now: datetime) -> Q:
        """What the view shows to an official."""
        found = self.at(now)
        if self.own:
            found &= Q(round__department=capacity.department)
        if self.turn:
            found &= awaiting(capacity)
        return found & Q(handler=officer(capacity)) if self.mine else found


VIEWS = (
    View("check", _("To check"), lambda now: Q(status=Status.SUBMITTED)),
    View(
        "corrected", _("Corrected, back again"), lambda now: Q(status=Status.SUBMITTED, times_returned__gt=0)
    ),
    View("decide", _("To decide"), lambda now: Q(status=Status.ACCEPTED)),
    View("turn", _("To approve"), lambda now: Q(), own=False, turn=True),
    View("due", _("Due soon or overdue"), lambda now: Q(status__in=DUE, due_at__lte=now + DUE_SOON)),
    View(
        "unsealed",
        _("Seal overdue"),
        lambda now: Q(status__in=SEALABLE, seal_due_at__lt=now),
    ),
    View("under_way", _("In review or being decided"), lambda now: Q(status__in=UNDER_WAY)),
    View("mine", _("Lies with me"), lambda now: Q(status__in=OPEN), mine=True),
    View(
        "nobody",
        _("With nobody yet"),
        lambda now: Q(status__in=[Status.SUBMITTED, Status.ACCEPTED], handler=None),
    ),
    View("approve", _("In approval"), lambda now: Q(status=Status.APPROVING), own=False),
    View("waiting", _("Waiting for the applicant"), lambda now: Q(status=Status.RETURNED)),
    View("all", _("All, departments below included"), lambda now: Q(pk__isnull=False), own=False),
)
BY_KEY = {view.key: view for view in VIEWS}


KEYSET = Keyset(
    {
        "due": ("due_at", "id"),
        "-due": ("-due_at", "id"),
        "received": ("submitted_at", "id"),
        "-received": ("-submitted_at", "id"),
        "amount": ("amount_asked", "id"),
        "-amount": ("-amount_asked", "id"),
    },
    filled=("submitted_at",),
)


def queue(capacity: Capacity) -> QuerySet[Application]:
    """What the department and those below it handle, and what it has to approve, ready for a list.

    Not what it only recommends: stations have pages of their own.
    """
    assert capacity.department is not None
    rows = Application.objects.ever_submitted().filter(concerns(capacity.department))
    return rows.select_related("round__program", "round__department", "organization", "person", "handler")


def counts(
    rows: QuerySet[Application], capacity: Capacity, now: datetime, chosen: str, *, searched: bool
) -> dict[str, int]:
    """How many rows each view holds, no further than there is use for: one query.

    What is over is counted only where all of it is looked at: in a large city that is nearly everything.
    """
    assert capacity.department is not None
    shown = {
        view.key: view.condition(capacity, now)
        for view in VIEWS
        if view.own or view.turn or view.key == chosen
    }
    if searched:
        return _of_words(rows.filter(status__in={*OPEN, *DUE}) if BY_KEY[chosen].own else rows, shown, chosen)
    each = {f"n_{key}": CountUpTo(rows.filter(condition)) for key, condition in shown.items()}
    found = Department.objects.filter(pk=capacity.department.pk).values(**each).get()
    return {key: found[f"n_{key}"] for key in shown}


def _of_words(rows: QuerySet[Application], shown: dict[str, Q], chosen: str) -> dict[str, int]:
    """The same of what words find: read once for all views, since finding costs more than counting.

    Of too many only those of the view that is looked at are counted.
    """
    each = {key: Count("id", filter=condition) for key, condition in shown.items()}
    found = rows.order_by()[: MOST + 1].aggregate(n_read=Count("id"), **each)
    if found.pop("n_read") <= MOST:
        return found
    return {chosen: rows.filter(shown[chosen]).order_by()[: MOST + 1].count()}


class QueueFilter(django_filters.FilterSet):
    """Filters in the address: round, status, tag, words in the answers, and a search over number, applicant
    and credit code."""

    q = django_filters.CharFilter(method="search", label=_("Applicant, number or credit code"))
    round = django_filters.ChoiceFilter(label=_("Round"), empty_label=_("All rounds"), widget=LongSelect)
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        empty_label=_("Every status"),
        choices=[
            (status.value, state.staff_label) for status, state in STATES.items() if status not in NEVER_HERE
        ],
    )
    tag = django_filters.ChoiceFilter(
        field_name="tagged__tag", label=_("Tag"), empty_label=_("Any tag or none")
    )
    text = django_filters.CharFilter(method="in_answers", label=_("Words in the answers"))

    class Meta:
        model = Application
        fields = ("q", "round", "status", "tag", "text")

    @property
    def searches(self) -> bool:
        """Whether words are looked for, in the answers or in names."""
        return self.is_valid() and bool(self.form.cleaned_data["q"] or self.form.cleaned_data["text"])

    def __init__(self, *args: object, desk: Desk, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["round"].extra["choices"] = desk.rounds
        self.filters["tag"].extra["choices"] = desk.tags

    def in_answers(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """What was handed in last says all of it."""
        return having(rows, value)

    def search(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Firms and people are looked for in their own tables, which are far shorter."""
        return rows.filter(reduce(or_, ways_to(value.strip())))

    def narrowed(self) -> Q:
        """Names the rows that words find, where they are few: of a million nothing else is read then.

        The database takes every word for common and would look for it row by row in the order of the list.
        That is quick for what is common, and stays so. It only narrows rows that the reader sees.
        """
        if not self.searches:
            return Q()
        typed, rows = self.form.cleaned_data, Application.objects.order_by().values_list("pk", flat=True)
        if typed["text"]:
            rows = having(rows, typed["text"])
        if typed["q"]:
            first, *others = [rows.filter(way)[: FEW + 1] for way in ways_to(typed["q"].strip())]
            rows = first.union(*others).order_by()
        found = list(rows[: FEW + 1])
        return Q(pk__in=found) if len(found) <= FEW else Q()


def ways_to(term: str) -> list[Q]:
    """How what is typed may name an application, each way with an index of its own."""
    firms = Organization.objects.filter(Q(name__icontains=term) | Q(uscc=term.upper()))
    people = User.objects.filter(name__icontains=term)
    return [
        Q(organization__in=firms.values("pk")),
        Q(person__in=people.values("pk")),
        Q(applicant_kind="team", team_name__icontains=term),
        EVER_SUBMITTED & Q(number__icontains=term),
    ]
