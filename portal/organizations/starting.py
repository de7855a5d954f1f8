"""What somebody told the portal before registering an organization: upper apps know it, the form shows it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest

from portal.accounts.capacities import Capacity
from portal.organizations.models import Organization

Remembering = Callable[[HttpRequest], Mapping[str, Any]]
Following = Callable[[HttpRequest, Organization, Capacity], None]
_remembering: list[Remembering] = []
_following: list[Following] = []


def register_start(remember: Remembering, follow: Following) -> None:
    """`remember`: first values of the form by field. `follow`: what else to keep once it is registered, in
    the same transaction."""
    _remembering.append(remember)
    _following.append(follow)


def first_values(request: HttpRequest) -> dict[str, Any]:
    """What the form shows when it is opened."""
    return {name: value for remember in _remembering for name, value in remember(request).items()}


def follow_up(request: HttpRequest, organization: Organization, by: Capacity) -> None:
    """The organization exists: keep the rest."""
    for follow in _following:
        follow(request, organization, by)
