"""What waits to leave, how long, and what was given up and why. Upper apps add their outboxes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.inbox.models import Delivery, OutboxRow

LATE = timedelta(minutes=10)  # due for longer: nobody works, or the other side does not answer
OPEN = (OutboxRow.Status.PENDING, OutboxRow.Status.SENDING)


@dataclass(frozen=True)
class Outbox:
    """One outbox: its rows, the name of its list in the admin and what narrows that list to it."""

    key: str
    label: str | Promise
    rows: Callable[[], QuerySet[Any]]
    admin_list: str
    query: Mapping[str, str]


@dataclass(frozen=True)
class Figures:
    """An outbox at a moment. late: due for more than LATE. dead: how many by reason, "" for none kept."""

    outbox: Outbox
    waiting: int
    due: int
    late: int
    oldest_due: datetime | None
    dead: dict[str, int]

    @property
    def stuck(self) -> bool:
        """Whether somebody should look."""
        return self.late > 0


_outboxes: dict[str, Outbox] = {}


def register_outbox(outbox: Outbox) -> None:
    """Add an outbox to the figures (from AppConfig.ready)."""
    _outboxes[outbox.key] = outbox


def outboxes() -> list[Outbox]:
    """Every outbox, in the order they were named."""
    return list(_outboxes.values())


def backlog(now: datetime | None = None) -> list[Figures]:
    """The figures of every outbox: two queries each."""
    return [_figures(outbox, now or timezone.now()) for outbox in outboxes()]


def _figures(outbox: Outbox, now: datetime) -> Figures:
    due = Q(due_at__lte=now)
    counts = (
        outbox.rows()
        .order_by()
        .filter(status__in=OPEN)
        .aggregate(
            waiting=Count("pk"),
            due=Count("pk", filter=due),
            late=Count("pk", filter=Q(due_at__lte=now - LATE)),
            oldest_due=Min("due_at", filter=due),
        )
    )
    dead = outbox.rows().order_by().filter(status=OutboxRow.Status.DEAD)
    reasons = dead.values_list("reason").annotate(n=Count("pk"))
    return Figures(outbox, dead=dict(sorted(reasons)), **counts)


def of_channel(channel: Delivery.Channel) -> QuerySet[Delivery]:
    """The rows of one channel."""
    return Delivery.objects.filter(channel=channel)


for _channel in Delivery.Channel:
    register_outbox(
        Outbox(
            _channel.value,
            {"email": _("E-mails"), "sms": _("Text messages")}[_channel.value],
            partial(of_channel, _channel),
            "admin:inbox_delivery_changelist",
            {"channel__exact": _channel.value},
        )
    )
