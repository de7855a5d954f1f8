"""Capacities: in what role a request acts. Upper apps register where capacities come from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.accounts.models import Department, Deputy, Post, User
from portal.ui.texts import localized

if TYPE_CHECKING:
    from rest_framework.request import Request

Provider = Callable[[User], "Iterable[Capacity]"]
_providers: list[Provider] = []


@dataclass(frozen=True)
class Capacity:
    """Who acts and as what.

    kind: "organization", "department", "expert", "auditor", "admin" or "self".
    key: what `X-Acting-As` and the switch carry: "organization:<uscc>", "department:<code>", for a deputy
    "department:<code>:for:<post>", or the kind.
    organization/department: the row acted for, else None.
    role: owner, editor, signatory, viewer / clerk, head / "".
    alone: a token's only one; what the person has besides it is out of its reach.
    acting_for: whom a deputy stands in for, with that person's role; else None.
    edits_programs: the person's own post lets them edit programs of the department and below.
    """

    user: User
    kind: str
    key: str
    label: str
    role: str = ""
    organization: Any = None
    department: Department | None = None
    alone: bool = False
    acting_for: User | None = None
    edits_programs: bool = False


def register_provider(provider: Provider) -> None:
    """Add a source of capacities (called from an AppConfig.ready)."""
    _providers.append(provider)


def own_capacity(user: User) -> Capacity:
    """Acting for nobody but oneself: everybody has it."""
    return Capacity(user, "self", "self", _("Myself"))


def own_posts(user: User) -> Iterable[Capacity]:
    """Posts in force today, then those the person stands in for as a deputy: one query.

    A deputy has a post of their own in the department: whoever has left it stands in for nobody.
    """
    standing_in = Deputy.objects.in_force().filter(user=user).values("post")
    rows = Post.objects.in_force().filter(Q(user=user) | Q(pk__in=standing_in))
    found = list(rows.select_related("department__region", "user").order_by("pk"))
    own = [post for post in found if post.user_id == user.pk]
    for post in own:
        key = f"department:{post.department.code}"
        label = localized(post.department, "name")
        yield Capacity(
            user,
            "department",
            key,
            label,
            post.rank,
            department=post.department,
            edits_programs=post.edits_programs,
        )
    departments = {post.department_id for post in own}
    for post in found:
        if post.user_id != user.pk and post.department_id in departments:
            yield as_deputy(user, post)


def as_deputy(user: User, post: Post) -> Capacity:
    """Acting for the holder of a post."""
    label = _("%(department)s, for %(person)s") % {
        "department": localized(post.department, "name"),
        "person": post.user,
    }
    key = f"department:{post.department.code}:for:{post.pk}"
    return Capacity(
        user, "department", key, label, post.rank, department=post.department, acting_for=post.user
    )


def own_capacities(user: User) -> Iterable[Capacity]:
    """Posts, roles, admin and oneself: what this app knows."""
    if not user.without_office:
        yield from own_posts(user)
        for role in user.roles.in_force():
            yield Capacity(user, role.kind, role.kind, role.get_kind_display())
    if user.is_staff:
        yield Capacity(user, "admin", "admin", _("Administrator"))
    yield own_capacity(user)


def capacities_of(user: User) -> list[Capacity]:
    """All capacities of a person, the most specific first; never empty for an active person."""
    found = [capacity for provider in _providers for capacity in provider(user)]
    return [*found, *own_capacities(user)]


def held(capacities: Iterable[Capacity], key: str) -> Capacity | None:
    """The capacity with the key, if the person holds it."""
    return next((capacity for capacity in capacities if capacity.key == key), None)


def oneself(request: "HttpRequest | Request") -> Capacity:
    """The person behind the request acting for themselves; refuses a token that acts only for others."""
    own = held(request.capacities, "self")  # type: ignore[union-attr]  # set with the capacity
    if own is None:
        raise PermissionDenied
    return own


def acting(request: "HttpRequest | Request") -> Capacity | None:
    """What the request acts as; None for a visitor."""
    return getattr(request, "capacity", None)


def acting_as(request: "HttpRequest | Request") -> Capacity:
    """What the request acts as; refuses a visitor."""
    capacity = acting(request)
    if capacity is None:
        raise PermissionDenied
    return capacity
