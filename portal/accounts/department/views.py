"""A department's people: who has which post, who stands in for whom, and what the head decides on."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts import queues, services
from portal.accounts.appointment_rules import absence_refusal, manage_refusal
from portal.accounts.capacities import Capacity, acting_as
from portal.accounts.department import actions
from portal.accounts.department.forms import InviteForm, PostForm
from portal.accounts.department.history import history
from portal.accounts.models import Department, Deputy, Invitation, Post
from portal.api.problems import Refused

READERS = ("department", "admin", "auditor")


def reader(request: HttpRequest) -> Capacity:
    """An official, the auditor or an administrator; the page does not exist for others."""
    capacity = acting_as(request)
    if capacity.kind not in READERS:
        raise Http404
    return capacity


def chosen_department(request: HttpRequest) -> Department:
    """One's own; for who sees all, the one in the address, else the first."""
    capacity = reader(request)
    if capacity.department:
        return capacity.department
    code = request.GET.get("department", "")
    rows = Department.objects.filter(code=code) if code else Department.objects.all()
    found = rows.first()
    if found is None:
        raise Http404
    return found


def with_deputies(rows: QuerySet[Post]) -> QuerySet[Post]:
    """With their holder and who stands in, now or later."""
    deputies = Deputy.objects.not_over().select_related("user")
    return rows.select_related("user", "department").prefetch_related(Prefetch("deputies", deputies))


@login_required
@require_GET
def department_people(request: HttpRequest) -> HttpResponse:
    """Posts in force and to come, and invitations that wait."""
    return _people_page(request, chosen_department(request))


def _people_page(
    request: HttpRequest, department: Department, form: InviteForm | None = None
) -> HttpResponse:
    capacity = reader(request)
    posts = with_deputies(Post.objects.visible_to(capacity).not_over().filter(department=department))
    waiting = Invitation.objects.visible_to(capacity).filter(department=department)
    context = {
        "department": department,
        "departments": [] if capacity.department else Department.objects.all(),
        "posts": posts.order_by("-rank", "user__name", "starts_on", "pk"),
        "invitations": waiting.filter(accepted_at=None, revoked_at=None).select_related("invited_by"),
        "now": request.received_at,  # type: ignore[attr-defined]  # set by ReceivedAtMiddleware
        "manages": not manage_refusal(capacity, department),
        "form": form or InviteForm(),
    }
    return render(request, "accounts/department.html", context, status=422 if form else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody into the department."""
    department = chosen_department(request)
    if refusal := manage_refusal(reader(request), department):
        messages.error(request, refusal)
    if refusal or request.method != "POST":
        return _back(department)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            made = services.invite(department=department, **form.cleaned_data, by=reader(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": made.email})
            return _back(department)
    return _people_page(request, department, form)


def _back(department: Department) -> HttpResponse:
    response = redirect("department_people")
    response["Location"] += f"?department={department.code}"
    return response


@login_required
@require_POST
def change_invitation(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Send an invitation again, or take it back."""
    capacity = reader(request)
    found = get_object_or_404(Invitation.objects.visible_to(capacity), pk=pk)
    act = services.resend if action == "resend" else services.revoke
    try:
        changed = act(found.pk, by=capacity)
    except Refused as refused:
        messages.error(request, str(refused))
        return _back(found.department)
    told = {
        "resend": _("A new link is on its way to %(email)s; the old one no longer opens anything."),
        "revoke": _("The invitation of %(email)s is taken back."),
    }
    messages.success(request, told[action] % {"email": changed.email})
    return _back(changed.department)


@login_required
@require_GET
def department_post(request: HttpRequest, pk: int) -> HttpResponse:
    """One post: its holder's work, who stands in, what can be done, the history."""
    return _post_page(request, found_post(request, pk))


def found_post(request: HttpRequest, pk: int) -> Post:
    """A post the reader may see, ended ones too; else 404."""
    return get_object_or_404(with_deputies(Post.objects.visible_to(reader(request))), pk=pk)


def _post_page(request: HttpRequest, post: Post, bound: PostForm | None = None) -> HttpResponse:
    capacity = reader(request)
    context: dict[str, Any] = {
        "post": post,
        "items": queues.of(post.user, post.department),
        "panels": [] if post.is_over() else actions.panels(post, capacity, bound),
        "bound": bound,
        "may_end_absence": not absence_refusal(capacity, post),
        "events": history(post.user),
    }
    return render(request, "accounts/post.html", context, status=422 if bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_post(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Carry out an action on a post; a slip shows the page again with the sentence."""
    post, capacity = found_post(request, pk), reader(request)
    chosen = actions.BY_KEY.get(action)
    if chosen is None:
        raise Http404
    if refusal := chosen.refusal(capacity, post):
        messages.error(request, refusal)
    if refusal or request.method != "POST":  # back from signing in
        return redirect("department_post", pk=pk)
    form = actions.form_of(chosen, post, capacity, request.POST)
    if form.is_valid():
        try:
            chosen.act(post, form.cleaned_data, capacity)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            done = {"what": chosen.label, "person": post.user}
            messages.success(request, _("Done: %(what)s, %(person)s.") % done)
            return redirect("department_post", pk=pk)
    return _post_page(request, post, form)


@login_required
@require_POST
def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """End a leave or dismiss a deputy today."""
    capacity = reader(request)
    rows = Deputy.objects.filter(post__in=Post.objects.visible_to(capacity))
    found = get_object_or_404(rows, pk=pk)
    try:
        services.end_absence(found.pk, by=capacity)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("department_post", pk=found.post_id)
