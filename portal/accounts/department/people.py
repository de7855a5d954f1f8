"""One person as an administrator sees them: posts, roles, account."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.accounts import queues, services
from portal.accounts.capacities import Capacity, acting_as
from portal.accounts.department.forms import AppointForm, CloseForm, OpenForm, RoleForm
from portal.accounts.department.history import history, until
from portal.accounts.models import Post, Role, User
from portal.accounts.services.standing import ADMIN
from portal.api.problems import Refused

Change = Callable[[User, dict[str, Any], Capacity], object]
CHANGES: dict[str, tuple[Callable[[Any, User], forms.Form], Change]] = {
    "appoint": (
        lambda data, person: AppointForm(data, prefix="appoint"),
        lambda person, given, by: services.appoint(person, **given, by=by),
    ),
    "give_role": (
        lambda data, person: RoleForm(data, prefix="give_role"),
        lambda person, given, by: services.give_role(person.pk, **given, by=by),
    ),
    "close": (
        lambda data, person: CloseForm(data, person=person, prefix="close"),
        lambda person, given, by: services.deactivate(person.pk, **given, by=by),
    ),
    "open": (
        lambda data, person: OpenForm(data, prefix="open"),
        lambda person, given, by: services.reactivate(person.pk, **given, by=by),
    ),
}


Listener = Callable[[HttpRequest, User], object]
_listeners: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Have `listener(request, person)` called when a person's page is opened (from an AppConfig.ready())."""
    _listeners.append(listener)


def administrator(request: HttpRequest) -> Capacity:
    """Who acts as an administrator; the page does not exist for others."""
    capacity = acting_as(request)
    if capacity.kind != "admin":
        raise Http404
    return capacity


@login_required
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is decided about a person."""
    administrator(request)
    found = get_object_or_404(User, pk=pk)
    for listener in _listeners:
        listener(request, found)
    return _page(request, found)


def _page(request: HttpRequest, found: User, bound: forms.Form | None = None) -> HttpResponse:
    posts = list(Post.objects.filter(user=found).select_related("department").order_by("-starts_on", "-pk"))
    departments = {post.department for post in posts if post.is_in_force()}
    roles = [
        (role.kind, role.get_kind_display(), until(role.ends_on) if role.ends_on else "")
        for role in found.roles.all()
    ]
    shown = {key: make(None, found) for key, (make, _act) in CHANGES.items()}
    if bound is not None and bound.prefix:
        shown[bound.prefix] = bound
    context: dict[str, Any] = {
        "person": found,
        "posts": posts,
        "items": [item for department in departments for item in queues.of(found, department)],
        "roles": [*roles, (ADMIN, _("Administrator"), "")] if found.is_staff else roles,
        "role_kinds": Role.Kind,
        "forms": shown,
        "opened": bound.prefix if bound else "",
        "bound": bound,
        "events": history(found),
    }
    return render(request, "accounts/person.html", context, status=422 if bound else 200)


@login_required
@require_POST
def change_person(request: HttpRequest, pk: int, change: str) -> HttpResponse:
    """Appoint, give a role, close or open the account."""
    capacity, found = administrator(request), get_object_or_404(User, pk=pk)
    if change not in CHANGES:
        raise Http404
    make, act = CHANGES[change]
    form = make(request.POST, found)
    if form.is_valid():
        try:
            act(found, form.cleaned_data, capacity)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved: %(person)s.") % {"person": found})
            return redirect("person", pk=pk)
    return _page(request, found, form)


@login_required
@require_POST
def take_role(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Take a role away."""
    capacity, found = administrator(request), get_object_or_404(User, pk=pk)
    try:
        services.take_role(found.pk, kind, by=capacity)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("person", pk=pk)
