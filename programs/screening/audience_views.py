"""Who was told of a round it qualifies for: for the departments of the round and the admin."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access.services import Verb, note
from portal.api.keyset import BadCursor, Keyset
from portal.reference.models import Region, region_prefix
from portal.ui.exports import csv_response, spreadsheet_response
from portal.ui.formats import dates
from portal.ui.texts import localized
from programs.catalog.models import Round
from programs.screening.models import Notified, Push
from programs.screening.whatif_access import find
from programs.screening.whatif_lists import people, with_cursor
from programs.screening.whatif_views import official

PAGE_SIZE = 50
KEYSET = Keyset({"id": ("pk",)})


def chosen(request: HttpRequest, pk: int) -> tuple[Round, QuerySet[Notified]]:
    """The round, and those of the told that the address selects."""
    by = official(request)
    round_ = find("round", pk, by).round
    if round_ is None:
        raise Http404
    rows = Notified.objects.visible_to(by).filter(round=round_)
    if place := request.GET.get("region", ""):
        rows = rows.filter(organization__registered_region__code__startswith=region_prefix(place))
    if words := request.GET.get("q", "").strip():
        by_name = Q(organization__name__icontains=words) | Q(organization__uscc__startswith=words.upper())
        rows = rows.filter(by_name)
    return round_, rows.select_related("organization__registered_region")


@login_required
@require_safe
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """The list, newest filters in the address."""
    round_, rows = chosen(request, pk)
    try:
        page = KEYSET.page(rows, PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    except BadCursor:
        return redirect(request.path)
    note(request, Verb.OPENED, people(page.rows), _("Told organizations"))
    told_of = Region.objects.filter(
        pk__in=Notified.objects.filter(round=round_).values("organization__registered_region")
    )
    context = {
        "round": round_,
        "rows": page.rows,
        "total": rows.count(),
        "words": request.GET.get("q", ""),
        "region": request.GET.get("region", ""),
        "people": rows.aggregate(n=Sum("people"))["n"] or 0,
        "push": Push.objects.filter(round=round_).first(),
        "places": [(row.code, localized(row, "name")) for row in told_of.order_by("code")],
        "next": with_cursor(request, page.next),
        "previous": with_cursor(request, page.previous),
    }
    return render(request, "screening/told.html", context)


@login_required
@require_safe
def told_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as XLSX or CSV."""
    _round, rows = chosen(request, pk)
    found = list(rows.order_by("pk"))
    note(request, Verb.EXPORTED, people(found), _("Told organizations"))
    if request.GET.get("format") == "csv":
        return csv_response(table(found), "told.csv")
    return spreadsheet_response(table(found), "told.xlsx")


def table(rows: Iterable[Any]) -> Iterator[Iterable[Any]]:
    """Header, then a line for each organization."""
    yield (_("Name"), _("Credit code"), _("District"), _("People"), _("Told at"))
    for row in rows:
        organization = row.organization
        place = localized(organization.registered_region, "name")
        at = dates.local(row.at).strftime("%Y-%m-%d %H:%M")
        yield (organization.name, organization.uscc, place, row.people, at)
