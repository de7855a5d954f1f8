"""Who has to know when an organization is registered or its facts change. Upper apps register theirs."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from portal.accounts.capacities import Capacity
from portal.organizations.models import Organization


class Keeper(Protocol):
    """Called inside the transaction of the change, under the locks of the organizations.

    `changed`: the fields that were set, by organization. `since`: the first day on which they hold, where
    somebody said so. `origin`: a word of `portal.facts.models.Origin`, or "" when the capacity tells it.
    """

    def __call__(
        self,
        changed: "Changed",
        *,
        by: Capacity | None,
        since: date | None,
        origin: str,
        source: str,
    ) -> object: ...


Changed = Mapping[Organization, Collection[str]]
_keepers: list[Keeper] = []


def register_keeper(keeper: Keeper) -> None:
    """Add one (called from an AppConfig.ready)."""
    _keepers.append(keeper)


def keep(
    changed: Changed,
    *,
    by: Capacity | None,
    since: date | None = None,
    origin: str = "",
    source: str = "",
) -> None:
    """Tell all of them."""
    for keeper in _keepers:
        keeper(changed, by=by, since=since, origin=origin, source=source)
