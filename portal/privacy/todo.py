"""Requests for correction among what officials have to do."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.accounts.capacities import acting
from portal.accounts.todo import Todo, register
from portal.privacy.models import Correction
from portal.privacy.services import corrections
from portal.ui.navigation import NavItem
from portal.ui.navigation import register as register_item


def waiting(request: HttpRequest) -> int | None:
    """How many requests wait; None for whoever does not handle them."""
    if not corrections.handles(acting(request)):
        return None
    return Correction.objects.filter(status=Correction.Status.OPEN).count()


def todos(request: HttpRequest) -> Iterator[Todo]:
    """One line for all that wait."""
    count = waiting(request)
    if count:
        words = ngettext(
            "Answer %(n)d request for correction", "Answer %(n)d requests for correction", count
        ) % {"n": count}
        url = reverse("corrections")
        yield Todo(words, str(_("People ask to have data about them corrected.")), url, str(_("Answer")))


def register_all() -> None:
    """The line of the to-do page and the entry of administrators."""
    register(todos)
    register_item("admin", NavItem("corrections", _("Requests for correction"), "corrections", count=waiting))
