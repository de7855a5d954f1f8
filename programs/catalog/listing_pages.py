"""The list of programs, as a page and as a spreadsheet."""

from contextlib import nullcontext
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import localize
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.capacities import acting
from portal.ui.exports import spreadsheet_response
from portal.ui.texts import localized
from programs.catalog import listing
from programs.catalog.facets import TOTAL, counts, loosened
from programs.catalog.filters import BY_DEADLINE, RELEVANCE, ProgramFilter, received_at
from programs.catalog.following import attach_follows
from programs.catalog.leading import LEADS, attach_leads, with_lead
from programs.catalog.models import Program
from programs.catalog.standing import State, state
from programs.search.matching import by_index

PAGE_SIZE = 20
MANY = 5_000  # more than these are not put in order for one page


class Counted(Paginator):
    """Pages of rows that are counted already. `first`: the rows with which they begin, if that is known."""

    def __init__(self, rows: Any, size: int, count: int, first: Any = None) -> None:
        super().__init__(rows, size)
        self.known = count
        self.first = first

    @cached_property
    def count(self) -> int:
        return self.known

    def page(self, number: int | str) -> Page:
        """Of very many rows those of the beginning are asked for first: mostly they fill the page."""
        page = super().page(number)
        if self.first is not None and self.known > MANY:
            found = list(self.first[page.start_index() - 1 : page.end_index()])
            if len(found) == page.end_index() - page.start_index() + 1:
                page.object_list = found
        return page


def listed(request: HttpRequest, now: State) -> ProgramFilter:
    """The published programs the address asks for."""
    programs = Program.objects.published().select_related(*(LEADS if now.settled else LEADS[:1]))
    led = with_lead(programs, now.at, settled=now.settled).order_by(*BY_DEADLINE)
    wanted = request.GET.copy()
    wanted.setdefault("ordering", RELEVANCE if wanted.get("q", "").strip() else "deadline")
    return ProgramFilter(wanted, led, request=request)


@require_safe
def program_list(request: HttpRequest) -> HttpResponse:
    """Find programs: every filter is in the address."""
    at = received_at(request)
    now = state(at)
    found = listed(request, now)
    found.form.is_valid()
    base = with_lead(Program.objects.published(), at, settled=now.settled)
    with by_index() if found.asked else nullcontext():
        counted = counts(found, base, at, now)
        total = counted[TOTAL][""]
        page = Counted(found.qs, PAGE_SIZE, total, found.titled()).get_page(request.GET.get("page"))
        page.object_list = attach_leads(page.object_list, at) if total else []
    facets = listing.facets(found, counted)
    attach_follows(page.object_list, acting(request))
    context = {
        "filter": found,
        "page": page,
        "facets": facets,
        "chips": listing.chips(found, facets, request.GET),
        "week": counted["closing"]["week"],
        "loosen": [] if total else listing.to_loosen(found, loosened(found, base), request.GET),
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
    at = received_at(request)
    programs = attach_leads(listed(request, state(at)).qs, at)
    return spreadsheet_response([header, *map(_exported, programs)], "programs.xlsx")


def _exported(program: Any) -> list[Any]:
    lead = program.lead
    row = [localized(program, "title"), program.get_kind_display(), localized(program.department, "name")]
    row.append(localized(program, "benefit"))
    if lead is None:
        return row
    closes = localize(lead.closes_at) if lead.closes_at else _("Open all year")
    return [*row, localized(lead, "name"), localize(lead.opens_at), closes, program.phase.label]
