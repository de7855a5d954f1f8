"""Requests to correct what a person cannot change themselves."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.inbox.services import in_language, send
from portal.privacy.models import Correction

MESSAGE_KIND = "data_correction"
MOST_OPEN = 5


def handles(capacity: Capacity | None) -> bool:
    """Whether these requests wait for the capacity: administrators, and heads of the topmost departments."""
    if capacity is None:
        return False
    if capacity.kind == "admin":
        return True
    return bool(capacity.department and capacity.department.parent_id is None and capacity.role == "head")


def visible_to(capacity: Capacity | None) -> QuerySet[Correction]:
    """All for whoever handles them, else a person's own."""
    if capacity is None:
        return Correction.objects.none()
    return Correction.objects.all() if handles(capacity) else capacity.user.corrections.all()


@transaction.atomic
def ask(user: User, wish: str, at: datetime) -> Correction:
    """Ask for a correction. Raises Refused for a sixth that is still open."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if user.corrections.filter(status=Correction.Status.OPEN).count() >= MOST_OPEN:
        raise Refused(_("Five of your requests are still open. Wait for the answers, then ask again."))
    return Correction.objects.create(person=user, wish=wish.strip(), asked_at=at)


@transaction.atomic
def decide(pk: int, *, status: str, answer: str, by: Capacity, at: datetime) -> Correction:
    """Answer a request once; the person receives it. Http404 without the right, Refused the second time."""
    if not handles(by):
        raise Http404
    row = Correction.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Http404
    if row.status != Correction.Status.OPEN:
        raise Refused(_("This request has been answered already."))
    row.status, row.answer, row.decided_at, row.decided_by = status, answer, at, by.user
    row.save(update_fields=["status", "answer", "decided_at", "decided_by"])
    with in_language(row.person):
        title = _("Your request for correction: %(result)s") % {"result": row.get_status_display()}
        send(row.person, MESSAGE_KIND, f"data-correction:{row.pk}", title, answer, "/privacy/mine/")
    return row
