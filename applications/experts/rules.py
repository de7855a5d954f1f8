"""Who may do what to experts, and the sentence when they may not."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from applications.experts.models import Expert
from portal.accounts.capacities import Capacity, acting_as

if TYPE_CHECKING:
    from django.http import HttpRequest
    from rest_framework.request import Request

READERS = ("department", "auditor", "admin")


def reader(request: "HttpRequest | Request") -> Capacity:
    """An official who keeps the pool, auditor or administrator; the pool does not exist for others (404)."""
    capacity = acting_as(request)
    if capacity.kind not in READERS or (capacity.department and not keeps(capacity)):
        raise Http404
    return capacity


def keeps(capacity: Capacity) -> bool:
    """Acts for a department that keeps the pool: of the city or a district."""
    return capacity.department is not None and capacity.department.level in Expert.KEEPERS


def keeping_refusal(capacity: Capacity) -> str | None:
    """Why an expert cannot be listed, suspended or revealed; None when they can."""
    return None if keeps(capacity) else _("Only departments of the city and its districts keep the pool.")


def recommending_refusal(capacity: Capacity) -> str | None:
    """Why nobody can be recommended; None when somebody can."""
    if capacity.department or (capacity.kind == "organization" and capacity.role == "owner"):
        return None
    return _("Departments and owners of organizations recommend experts. Apply for yourself instead.")
