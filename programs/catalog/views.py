"""Public pages: the list of programs, a program."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.accounts.capacities import acting
from programs.catalog import checks, program_page
from programs.catalog.filters import received_at
from programs.catalog.following import follows
from programs.catalog.models import Program


@require_safe
def program(request: HttpRequest, slug: str) -> HttpResponse:
    """A published program: what you get, who qualifies, when, with what, whom to ask; ?print for paper."""
    found = get_object_or_404(Program.objects.published().select_related("department"), slug=slug)
    at = received_at(request)
    rounds = program_page.rounds_of(found, at, drafts=False)
    context = program_page.program_context(found, rounds, request.GET.get("round", ""), at)
    if "print" in request.GET:
        return render(request, "catalog/print.html", context)
    context["check"] = checks.check_of(request, found, context["round"])
    context["followed"] = follows(found, acting(request))
    return render(request, "catalog/program.html", context)


@require_safe
def program_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The page as it will look, drafts included; for who edits programs, 404 for others."""
    if not request.user.is_authenticated:
        raise Http404
    found = get_object_or_404(
        Program.objects.editable_by(request.user).select_related("department"), slug=slug
    )
    at = received_at(request)
    rounds = program_page.rounds_of(found, at, drafts=True)
    context = program_page.program_context(found, rounds, request.GET.get("round", ""), at)
    return render(
        request, "catalog/program.html", context | {"preview": True, "start_url": "", "check": None}
    )
