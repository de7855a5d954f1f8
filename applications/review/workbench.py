"""The official's queue: saved views, filters, orderings and counts, all as data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import django_filters
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application
from applications.intake.services.handling import OPEN
from applications.intake.workflow import Status
from applications.review.assigning import officer
from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.api.keyset import Keyset
from portal.organizations.models import Organization
from programs.catalog.models import Round

DUE_SOON = timedelta(days=2)


@dataclass(frozen=True)
class View:
    """One saved view: what it shows at a moment; `own`: only what the department itself handles; `mine`: only
    what lies with the official."""

    key: str
    label: str | Promise
    at: Callable[[datetime], Q]
    own: bool = True
    mine: bool = False

    def condition(self, capacity: Capacity, now: datetime) -> Q:
        """What the view shows to an official."""
        found = self.at(now)
        if self.own:
            found &= Q(round__department=capacity.department)
        return found & Q(handler=officer(capacity)) if self.mine else found


VIEWS = (
    View("check", _("To check"), lambda now: Q(status=Status.SUBMITTED)),
    View(
        "corrected", _("Corrected, back again"), lambda now: Q(status=Status.SUBMITTED, times_returned__gt=0)
    ),
    View("decide", _("To decide"), lambda now: Q(status=Status.ACCEPTED)),
    View(
        "due",
        _("Due soon or overdue"),
        lambda now: Q(status__in=[Status.SUBMITTED, Status.ACCEPTED], due_at__lte=now + DUE_SOON),
    ),
    View("mine", _("Lies with me"), lambda now: Q(status__in=OPEN), mine=True),
    View(
        "nobody",
        _("With nobody yet"),
        lambda now: Q(status__in=[Status.SUBMITTED, Status.ACCEPTED], handler=None),
    ),
    View("waiting", _("Waiting for the applicant"), lambda now: Q(status=Status.RETURNED)),
    View("all", _("All, departments below included"), lambda now: Q(pk__isnull=False), own=False),
)
BY_KEY = {view.key: view for view in VIEWS}


@dataclass(frozen=True)
class Column:
    """A column of the queue; with an `ordering` its heading sorts."""

    label: str | Promise
    ordering: str = ""
    numeric: bool = False


COLUMNS = (
    Column(_("Applicant and round")),
    Column(_("Applied for (10,000 yuan)"), "amount", numeric=True),
    Column(_("Status")),
    Column(_("Case officer")),
    Column(_("Received"), "received"),
    Column(_("Time limit"), "due"),
)

KEYSET = Keyset(
    {
        "due": ("due_at", "id"),
        "-due": ("-due_at", "id"),
        "received": ("submitted_at", "id"),
        "-received": ("-submitted_at", "id"),
        "amount": ("amount_asked", "id"),
        "-amount": ("-amount_asked", "id"),
    }
)


def queue(capacity: Capacity) -> QuerySet[Application]:
    """What the department and those below it handle, ready for a list."""
    return Application.objects.visible_to(capacity).select_related(
        "round__program", "round__department", "organization", "person", "handler"
    )


def counts(rows: QuerySet[Application], capacity: Capacity, now: datetime, chosen: str) -> dict[str, int]:
    """How many rows each view holds: one query.

    What is over is counted only where all of it is looked at: in a large city that is nearly everything.
    """
    views = [view for view in VIEWS if view.own or view.key == chosen]
    if BY_KEY[chosen].own:
        rows = rows.filter(status__in=OPEN)
    found = {view.key: Count("id", filter=view.condition(capacity, now)) for view in views}
    return rows.order_by().aggregate(**found)


class QueueFilter(django_filters.FilterSet):
    """Filters in the address: round and a search over number, applicant and credit code."""

    q = django_filters.CharFilter(method="search", label=_("Applicant, number or credit code"))
    round = django_filters.ModelChoiceFilter(
        queryset=Round.objects.none(), label=_("Round"), empty_label=_("All rounds")
    )

    class Meta:
        model = Application
        fields = ("q", "round")

    def __init__(self, *args: object, capacity: Capacity, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        assert capacity.department is not None
        self.filters["round"].field.queryset = (
            Round.objects.filter(department__path__startswith=capacity.department.path)
            .select_related("program")
            .order_by("program__title", "-opens_at")
        )

    def search(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Firms and people are looked for in their own tables, which are far shorter."""
        term = value.strip()
        firms = Organization.objects.filter(Q(name__icontains=term) | Q(uscc=term.upper()))
        people = User.objects.filter(name__icontains=term)
        return rows.filter(
            Q(organization__in=firms.values("pk"))
            | Q(person__in=people.values("pk"))
            | Q(team_name__icontains=term)
            | Q(number__icontains=term)
        )
