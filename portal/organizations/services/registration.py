"""Registering an organization and changing its facts."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.api.revisions import check_revision
from portal.organizations import rules
from portal.organizations.events import note
from portal.organizations.keeping import keep
from portal.organizations.models import Membership, Organization
from portal.organizations.services.locking import locked

FACTS = (
    "name",
    "kind",
    "registered_region",
    "tax_region",
    "industry",
    "founded_on",
    "legal_representative",
    "address",
)


class AlreadyRegistered(Refused):
    """Somebody registered the code before; the sentence says how to get in."""

    code = "already_registered"

    def __init__(self, uscc: str) -> None:
        super().__init__(
            _(
                "%(uscc)s is already registered. Ask its owner for access (in the API: POST "
                "/api/v1/organizations/%(uscc)s/access-requests/). If it has no owner yet or the owner has "
                "left, hand in a proof of authority on the page %(page)s."
            )
            % {"uscc": uscc, "page": f"/organizations/{uscc}/join/"}
        )
        self.uscc = uscc


def plain(value: Any) -> Any:
    """A fact as history keeps it: a row by its key."""
    return getattr(value, "pk", value)


@transaction.atomic
def register(facts: dict[str, Any], *, by: Capacity) -> Organization:
    """Enter an organization; whoever does it first becomes its owner, unverified."""
    try:
        with transaction.atomic():
            organization = Organization.objects.create(**facts)
    except IntegrityError as error:
        if "organizations_organization_uscc" in str(error):
            raise AlreadyRegistered(facts["uscc"]) from error
        raise
    Membership.objects.create(organization=organization, user=by.user, role=Membership.Role.OWNER)
    note(organization, by, "registered", **{name: plain(value) for name, value in facts.items()})
    keep({organization: FACTS}, by=by)
    return organization


@transaction.atomic
def edit(
    organization_id: int, facts: dict[str, Any], *, revision: int, by: Capacity, since: date | None = None
) -> Organization:
    """Change facts, starting from a revision; the credit code never changes. Stale when it is not current.

    `since`: the first day on which the changed facts hold, today or before; None when nobody said so.
    """
    organization = locked(organization_id)
    if refusal := rules.edit_refusal(rules.membership_of(by, organization)):
        raise Refused(refusal)
    check_revision(organization.revision, revision)
    before = {name: plain(getattr(organization, name)) for name in facts}
    changes = {n: [before[n], plain(v)] for n, v in facts.items() if before[n] != plain(v)}
    if not changes:
        return organization
    for name, value in facts.items():
        setattr(organization, name, value)
    organization.revision += 1
    organization.save(update_fields=[*facts, "revision"])
    note(organization, by, "edited", changes=changes)
    keep({organization: changes}, by=by, since=since)
    return organization
