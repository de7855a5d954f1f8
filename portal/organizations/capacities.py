"""Members act for their organization."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from portal.accounts.capacities import Capacity
from portal.accounts.models import Post, Role, User
from portal.organizations.models import Membership
from portal.ui.texts import localized


def memberships(user: User) -> Iterator[Capacity]:
    """One capacity per organization, the oldest first: joining another never changes whom one acts for."""
    offices = Exists(Post.objects.filter(user=OuterRef("user"))) | Exists(
        Role.objects.filter(user=OuterRef("user"))
    )
    rows = Membership.objects.filter(user=user).select_related("organization").order_by("pk")
    held = list(rows.annotate(in_office=offices))
    user.without_office = bool(held) and not held[0].in_office
    for membership in held:
        organization = membership.organization
        label, key = localized(organization, "name"), f"organization:{organization.uscc}"
        yield Capacity(user, "organization", key, label, membership.role, organization=organization)
