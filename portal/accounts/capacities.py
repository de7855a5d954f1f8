"""Capacities: in what role a request acts. Upper apps register where capacities come from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import Department, User

Provider = Callable[[User], "Iterable[Capacity]"]
_providers: list[Provider] = []


@dataclass(frozen=True)
class Capacity:
    """Who acts and as what.

    kind: "organization", "department", "expert", "auditor", "admin" or "self".
    key: what `X-Acting-As` and the switch carry: "organization:<uscc>", "department:<code>", or the kind.
    organization/department: the row acted for, else None. role: owner, editor, viewer / clerk, head / "".
    """

    user: User
    kind: str
    key: str
    label: str
    role: str = ""
    organization: Any = None
    department: Department | None = None


def register_provider(provider: Provider) -> None:
    """Add a source of capacities (called from an AppConfig.ready)."""
    _providers.append(provider)


def own_capacities(user: User) -> Iterable[Capacity]:
    """Posts, roles, admin and oneself: what this app knows."""
    from django.utils.translation import gettext as _

    for post in user.posts.select_related("department__region"):
        yield Capacity(
            user, "department", f"department:{post.department.code}", post.department.name, post.rank,
            department=post.department,
        )
    for role in user.roles.all():
        yield Capacity(user, role.kind, role.kind, role.get_kind_display())
    if user.is_staff:
        yield Capacity(user, "admin", "admin", _("Administrator"))
    yield Capacity(user, "self", "self", _("Myself"))


def capacities_of(user: User) -> list[Capacity]:
    """All capacities of a person, the most specific first; never empty for an active person."""
    found = [capacity for provider in _providers for capacity in provider(user)]
    return [*found, *own_capacities(user)]
