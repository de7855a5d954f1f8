"""Public pages: the list of programs, a program."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.capacities import acting
from portal.ui.exports import spreadsheet_response
from portal.ui.texts import localized
from programs.catalog import pages, program_page
from programs.catalog.filters import ORDERINGS, ProgramFilter, received_at
from programs.catalog.following import attach_follows, follows
from programs.catalog.leading import attach_leads, with_lead
from programs.catalog.models import Program
from programs.catalog.rules import may_edit_catalog

PAGE_SIZE = 20


def listed(request: HttpRequest) -> ProgramFilter:
    """The published programs the address asks for."""
    programs = with_lead(Program.objects.published().select_related("department"), received_at(request))
    return ProgramFilter(request.GET, programs.order_by(*ORDERINGS["deadline"]), request=request)


@require_safe
def program_list(request: HttpRequest) -> HttpResponse:
    """Find programs: every filter is in the address."""
    at, found = received_at(request), listed(request)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = attach_leads(page.object_list, at)
    attach_follows(page.object_list, acting(request))
    counts = pages.facets(at)
    form = found.form
    form.is_valid()
    context = {
        "filter": found,
        "page": page,
        "groups": [(form[name], getattr(counts, name)) for name in ("phase", "kind", "department")],
        "chosen": sum(len(form.cleaned_data.get(name) or ()) for name in ("phase", "kind", "department")),
    }
    return render(request, "catalog/list.html", context)


@require_safe
def program_export(request: HttpRequest) -> HttpResponse:
    """The list as a spreadsheet, as filtered and sorted."""
    header = [
        _("Program"),
        _("Kind"),
        _("Department"),
        _("Benefit"),
        _("Round"),
        _("Opens"),
        _("Closes"),
        _("Application phase"),
    ]
    programs = attach_leads(listed(request).qs, received_at(request))
    return spreadsheet_response([header, *map(_exported, programs)], "programs.xlsx")


def _exported(program: Any) -> list[Any]:
    lead = program.lead
    row = [localized(program, "title"), program.get_kind_display(), localized(program.department, "name")]
    row.append(localized(program, "benefit"))
    if lead is None:
        return row
    closes = localize(lead.closes_at) if lead.closes_at else _("Open all year")
    return [*row, localized(lead, "name"), localize(lead.opens_at), closes, program.phase.label]


@require_safe
def program(request: HttpRequest, slug: str) -> HttpResponse:
    """A published program: what you get, who qualifies, when, with what, whom to ask; ?print for paper."""
    found = get_object_or_404(Program.objects.published().select_related("department"), slug=slug)
    at = received_at(request)
    rounds = program_page.rounds_of(found, at, drafts=False)
    context = program_page.program_context(found, rounds, request.GET.get("round", ""), at)
    if "print" in request.GET:
        return render(request, "catalog/print.html", context)
    context["followed"] = follows(found, acting(request))
    return render(request, "catalog/program.html", context)


@require_safe
def program_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The page as it will look, drafts included; for who edits programs, 404 for others."""
    if not (request.user.is_authenticated and may_edit_catalog(request.user)):
        raise Http404
    found = get_object_or_404(Program.objects.select_related("department"), slug=slug)
    at = received_at(request)
    rounds = program_page.rounds_of(found, at, drafts=True)
    context = program_page.program_context(found, rounds, request.GET.get("round", ""), at)
    return render(request, "catalog/program.html", context | {"preview": True, "start_url": ""})
