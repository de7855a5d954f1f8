"""Pages of following: the button on a program, and what the reader follows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.capacities import acting_as
from portal.ui.texts import localized
from programs.catalog.filters import received_at
from programs.catalog.following import follow, unfollow
from programs.catalog.leading import attach_leads, with_lead
from programs.catalog.models import Follow, Program

PAGE_SIZE = 20


@login_required
@require_POST
def follow_program(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow, or with `stop` no longer; back to `next`, with `list` to what is followed, else the program."""
    capacity = acting_as(request)
    program = get_object_or_404(Program.objects.visible_to(capacity).published(), slug=slug)
    names = {"program": localized(program, "title")}
    if "stop" in request.POST:
        unfollow(slug, by=capacity)
        messages.success(request, _("You no longer follow %(program)s.") % names)
    else:
        follow(slug, at=received_at(request), by=capacity)
        messages.success(request, _("You follow %(program)s: you hear when a round opens.") % names)
    came_from = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return redirect(came_from)
    return redirect("followed") if "list" in request.POST else redirect("program", slug)


@login_required
@require_safe
def followed(request: HttpRequest) -> HttpResponse:
    """The programs the reader follows, the latest first."""
    at = received_at(request)
    page = Paginator(Follow.objects.visible_to(acting_as(request)), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    rows = list(page.object_list)
    programs = with_lead(Program.objects.filter(pk__in=[row.program_id for row in rows]), at)
    found = {program.pk: program for program in attach_leads(programs.select_related("department"), at)}
    context = {"page": page, "rows": [(row, found[row.program_id]) for row in rows]}
    return render(request, "catalog/followed.html", context)
