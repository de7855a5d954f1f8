"""Messages in the header and on the to-do page."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.accounts.capacities import acting
from portal.accounts.todo import Panel, Todo, register_panel
from portal.accounts.todo import register as register_todo
from portal.inbox.addresses import is_suppressed
from portal.inbox.models import Message
from portal.ui.navigation import NavItem, register

NEWEST = 3


def unread(request: HttpRequest) -> int:
    """How many messages the reader has not read; counted once per request."""
    kept: int | None = getattr(request, "unread", None)
    if kept is None:
        kept = Message.objects.visible_to(acting(request)).unread().count()
        request.unread = kept  # type: ignore[attr-defined]  # ours
    return kept


def newest(request: HttpRequest) -> Panel | None:
    """The newest messages, beside what is to be done."""
    rows = list(Message.objects.visible_to(acting(request))[:NEWEST])
    if not rows:
        return None
    count = unread(request)
    link = ngettext("%(n)d unread", "%(n)d unread", count) % {"n": count} if count else _("All messages")
    context = {"rows": rows}
    return Panel(
        "messages", _("Messages"), "inbox/newest.html", context, reverse("messages"), link, side=True
    )


def rejecting(request: HttpRequest) -> Iterable[Todo]:
    """An address that rejects our mail is the first thing to put right."""
    capacity = acting(request)
    if capacity and is_suppressed(capacity.user.email):
        yield Todo(
            _("Change your e-mail address: it rejects our mail"),
            capacity.user.email,
            reverse("messages"),
            _("See what to do"),
            order=0,
        )


def register_entries() -> None:
    """The bell for everybody who is signed in, the newest messages on the to-do page."""
    register_todo(rejecting)
    register("tools", NavItem("messages", gettext_lazy("Messages"), "messages", "bell", 10, unread))
    register_panel(newest)
