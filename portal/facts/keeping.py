"""Facts that stand on the organization itself are stated when it is registered and when they change."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from portal.accounts.capacities import Capacity
from portal.facts.definitions import FACTS
from portal.facts.models import Origin
from portal.facts.stating import Saying, add
from portal.organizations.models import Organization


def keep(
    organization: Organization,
    names: Collection[str],
    *,
    by: Capacity | None,
    since: date | None,
    origin: str,
    source: str,
) -> None:
    """State what was set on one organization."""
    keep_many({organization: names}, by=by, since=since, origin=origin, source=source)


def keep_many(
    changed: Mapping[Organization, Collection[str]],
    *,
    by: Capacity | None,
    since: date | None,
    origin: str,
    source: str,
) -> None:
    """State what was set, in the caller's transaction; the organizations' history tells it already."""
    own = Origin.OFFICIAL if by is not None and by.kind == "department" else Origin.ORGANIZATION
    saying = Saying(origin or own, by, source, since, timezone.now())
    add(
        {
            organization.pk: {(name, None): value(organization, name) for name in names if name in FACTS}
            for organization, names in changed.items()
        },
        saying,
    )


def value(organization: Organization, name: str) -> Any:
    """A registered fact as files have it: regions and industries as codes, an empty text unknown."""
    found = getattr(organization, name)
    return getattr(found, "pk", found) or None
