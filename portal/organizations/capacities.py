"""Members act for their organization."""

from collections.abc import Iterator

from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.organizations.models import Membership
from portal.ui.texts import localized


def memberships(user: User) -> Iterator[Capacity]:
    """One capacity per organization, the oldest first: joining another never changes whom one acts for."""
    held = Membership.objects.filter(user=user).select_related("organization").order_by("pk")
    for membership in held:
        organization = membership.organization
        label, key = localized(organization, "name"), f"organization:{organization.uscc}"
        yield Capacity(user, "organization", key, label, membership.role, organization=organization)
