"""The ways into the what-if pages, and what the clock and publishing start for the service push."""

from collections.abc import Iterator

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api.permissions import register_rules
from portal.inbox.jobs import register_job
from portal.ui.navigation import NavItem, register
from programs.catalog.models import Program, Round
from programs.catalog.row_tools import Tool, register_tools
from programs.catalog.services import register_on_publish
from programs.screening import push
from programs.screening.whatif_permissions import RULES


def tools(row: Model) -> Iterator[Tool]:
    """On the admin's pages of rounds and programs."""
    if isinstance(row, Round):
        yield Tool(reverse("what_if", args=["round", row.pk]), _("Try other numbers"))
        if row.status == Round.Status.PUBLISHED:
            yield Tool(reverse("told_list", args=[row.pk]), _("See who was told"))
    elif isinstance(row, Program) and row.conditions.exclude(test__isnull=True).exists():
        yield Tool(reverse("what_if", args=["program", row.pk]), _("Try other numbers"))


def register_all() -> None:
    """Navigation, admin tools, rules of access, the push."""
    for shell in ("official", "admin"):
        item = NavItem(
            "what_if", gettext_lazy("What if"), "what_if_list", "adjustments-horizontal", 50, None, "manage"
        )
        register(shell, item)
    register_tools(tools)
    register_rules(RULES)
    register_on_publish(push.ask)
    register_job(push.tell_audiences)
    push.register_all()
