"""Who edits programs: administrators all, officials those of the departments their posts reach.

A post that edits programs reaches its department and everything below. The right goes with the own post: a
deputy does not get it. Upper apps name what such officials work on in the administration; nothing else there
opens to them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from portal.accounts.capacities import Capacity, acting
from portal.accounts.models import Department, Post, User

# Pages of the administration that belong to no kind of object.
OPEN_PAGES = frozenset({"index", "app_list", "logout", "jsi18n", "password_change", "password_change_done"})


@dataclass(frozen=True)
class Reach:
    """The departments whose programs somebody edits: all, or those under the paths."""

    everywhere: bool = False
    paths: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.paths)

    def covers(self, department: Department) -> bool:
        """Whether the department is among them."""
        return self.everywhere or any(department.path.startswith(path) for path in self.paths)

    def within(self, *lookups: str) -> Q:
        """Rows all of whose departments are among them; each lookup leads to a department, "" is itself."""
        if self.everywhere:
            return Q()
        found = Q()
        for lookup in lookups:
            field = f"{lookup}__path" if lookup else "path"
            found &= Q(*(Q(**{f"{field}__startswith": path}) for path in self.paths), _connector=Q.OR)
        return found if self.paths else Q(pk__in=[])


def reach_of(by: Capacity | User) -> Reach:
    """What a capacity edits; for a person, what all their posts of today add up to."""
    if isinstance(by, Capacity):
        if by.kind == "admin":
            return Reach(everywhere=True)
        return Reach(paths=(by.department.path,)) if by.edits_programs and by.department else Reach()
    if by.is_staff:
        return Reach(everywhere=True)
    posts = Post.objects.in_force().filter(user=by, edits_programs=True)
    return Reach(paths=tuple(posts.values_list("department__path", flat=True)))


def editors_of(*departments: Department) -> QuerySet[User]:
    """Everybody active who edits programs of all these departments."""
    reaching = Q()
    for department in departments:
        posts = Post.objects.in_force().filter(edits_programs=True, department__path__in=above(department))
        reaching &= Q(pk__in=posts.values("user"))
    return User.objects.filter(Q(is_staff=True) | reaching, is_active=True).order_by("pk")


def above(department: Department) -> list[str]:
    """The paths of a department and of all above it."""
    codes = department.path.strip("/").split("/")
    return [f"/{'/'.join(codes[:end])}/" for end in range(1, len(codes) + 1)]


_permissions: set[str] = set()
_pages: set[str] = set()


def register_work(model: type[Model], *verbs: str) -> None:
    """Let officials who edit programs add, change, delete or view objects of a model in the administration.

    Which objects is for the model's admin: its querysets keep to `reach_of`.
    """
    opts = model._meta
    _permissions.update(f"{opts.app_label}.{verb}_{opts.model_name}" for verb in verbs)
    _pages.add(f"{opts.app_label}_{opts.model_name}_")


def may_enter(request: HttpRequest) -> bool:
    """Who comes into the administration: administrators; officials in a post that edits, to their work only.

    An official has to act in that post, so that the second step asked of officials is asked here too.
    """
    user = request.user
    if not (isinstance(user, User) and user.is_active):
        return False
    if user.is_staff:
        return True
    capacity = acting(request)
    return capacity is not None and capacity.edits_programs and _is_work(request)


def _is_work(request: HttpRequest) -> bool:
    name = (request.resolver_match.url_name if request.resolver_match else "") or ""
    return name in OPEN_PAGES or any(name.startswith(beginning) for beginning in _pages)


class PostBackend(BaseBackend):
    """Django's permissions for officials whose post edits programs; it signs nobody in."""

    def get_user_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        """What was registered, for who has such a post today; found once per request."""
        if obj is not None or not user_obj.is_active or not isinstance(user_obj, User) or user_obj.is_staff:
            return set()
        if not hasattr(user_obj, "_edits_programs"):
            user_obj._edits_programs = bool(reach_of(user_obj))  # type: ignore[attr-defined]  # ours
        return _permissions if user_obj._edits_programs else set()  # type: ignore[attr-defined]  # ours

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether anything of the app is theirs."""
        return app_label in _labels(self.get_user_permissions(user_obj))


def _labels(permissions: Iterable[str]) -> set[str]:
    return {permission.partition(".")[0] for permission in permissions}
