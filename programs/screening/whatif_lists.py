"""Which organizations a change touches: a list with filters, page by page, and as a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, TextChoices
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from portal.access.services import Subject as Person
from portal.access.services import SubjectKind, Verb, note
from portal.api.keyset import BadCursor, Keyset
from portal.facts.models import CurrentFacts
from portal.organizations.models import Organization
from portal.reference.models import Industry, Region, region_prefix
from portal.ui.exports import csv_response, spreadsheet_response
from portal.ui.texts import localized
from programs.eligibility import derived
from programs.eligibility.tables import table_of
from programs.eligibility.vocabulary import SizeClass
from programs.screening.whatif import WhatIf, asked
from programs.screening.whatif_counting import LAST_YEAR
from programs.screening.whatif_groups import divisions_of
from programs.screening.whatif_views import address, official, subject_of

PAGE_SIZE = 50
MOST_EXPORTED = 50_000
KEYSET = Keyset({"id": ("pk",)})
UNKNOWN = "unknown"


class Touch(TextChoices):
    """How a change touches an organization."""

    GAINED = "gained", gettext_lazy("Would newly qualify")
    LOST = "lost", gettext_lazy("Would no longer qualify")
    AFTER = "after", gettext_lazy("Would qualify")
    UNKNOWN = "unknown", gettext_lazy("Unknown: the file does not say")


CONDITIONS = {
    Touch.GAINED: Q(after=True) & (Q(verdict=False) | Q(verdict__isnull=True)),
    Touch.LOST: Q(verdict=True) & (Q(after=False) | Q(after__isnull=True)),
    Touch.AFTER: Q(after=True),
    Touch.UNKNOWN: Q(after__isnull=True),
}


def chosen(request: HttpRequest, question: WhatIf) -> tuple[Touch, QuerySet[Any]]:
    """The rows that the address selects; what is unknown in it counts as not chosen."""
    wanted = request.GET.get("show", "")
    touch = Touch(wanted) if wanted in Touch.values else Touch.GAINED
    size = derived.sme_class(LAST_YEAR).term.sql(table_of(question.context))
    rows: Any = question.rows().annotate(size=Cast(size, CharField())).filter(CONDITIONS[touch])
    if place := request.GET.get("region", ""):
        rows = rows.filter(registered_region__startswith=region_prefix(place))
    if size_class := request.GET.get("size", ""):
        rows = rows.filter(size=size_class)
    if section := request.GET.get("industry", ""):
        rows = rows.filter(industry__in=divisions_of(section))
    if words := request.GET.get("q", "").strip():
        by_name = Q(organization__name__icontains=words) | Q(organization__uscc__startswith=words.upper())
        rows = rows.filter(by_name)
    return touch, rows.select_related("organization")


@login_required
@require_safe
def affected(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The list. Whose names an official saw is noted."""
    form, question = asked(subject_of(request, kind, pk), official(request), request.GET)
    touch, rows = chosen(request, question)
    try:
        page = KEYSET.page(rows, PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    except BadCursor:
        return redirect(request.path)
    note(request, Verb.OPENED, people(page.rows), _("What-if list"))
    context = {
        "subject": question.subject,
        "controls": [control for control in form.controls() if control.said],
        "query": address(question),
        "touch": touch,
        "touches": Touch.choices,
        "lines": lines(page.rows),
        "next": with_cursor(request, page.next),
        "previous": with_cursor(request, page.previous),
        "filters": filters(request),
        "words": request.GET.get("q", ""),
        "params": {key: request.GET[key] for key in question.changes if key in request.GET},
    }
    return render(request, "screening/what_if_affected.html", context)


def filters(request: HttpRequest) -> list[dict[str, Any]]:
    """The selects over the list, in the order of the tables of the page."""
    here = Organization.objects.filter(registered_region=OuterRef("pk"))
    districts = Region.objects.filter(Exists(here), level="district", parent__isnull=False)
    regions = districts.order_by("code")
    sections = Industry.objects.filter(section=None)
    return [
        _select(request, "region", _("District"), [(row.code, localized(row, "name")) for row in regions]),
        _select(request, "size", _("Size"), SizeClass.choices),
        _select(request, "industry", _("Industry"), [(row.code, localized(row, "name")) for row in sections]),
    ]


def _select(request: HttpRequest, name: str, label: str, choices: Iterable[Any]) -> dict[str, Any]:
    return {"name": name, "label": label, "choices": list(choices), "value": request.GET.get(name, "")}


def lines(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """The rows with names for their codes, in two queries."""
    found = list(rows)
    places = Region.objects.in_bulk({row.registered_region for row in found if row.registered_region})
    fields = Industry.objects.in_bulk({row.industry for row in found if row.industry})
    return [
        {
            "organization": row.organization,
            "place": places.get(row.registered_region),
            "size": SizeClass(row.size).label if row.size else _("unknown"),
            "industry": fields.get(row.industry),
            "before": in_words(row.verdict),
            "after": in_words(row.after),
        }
        for row in found
    ]


def in_words(verdict: bool | None) -> str:
    """A verdict as the list says it."""
    if verdict is None:
        return _("unknown")
    return _("qualifies") if verdict else _("does not qualify")


def with_cursor(request: HttpRequest, cursor: str | None) -> str:
    """The page's address further on; "" where there is nothing."""
    if not cursor:
        return ""
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"


@login_required
@require_safe
def affected_export(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The list as XLSX, or as CSV; of a very long one the first, which the name of the file says."""
    _form, question = asked(subject_of(request, kind, pk), official(request), request.GET)
    touch, rows = chosen(request, question)
    found = list(rows.order_by("pk")[: MOST_EXPORTED + 1])
    cut, found = len(found) > MOST_EXPORTED, found[:MOST_EXPORTED]
    note(request, Verb.EXPORTED, people(found), _("What-if list"))
    name = f"what-if-{touch.value}{'-first-' + str(MOST_EXPORTED) if cut else ''}"
    if request.GET.get("format") == "csv":
        return csv_response(table(found), f"{name}.csv")
    return spreadsheet_response(table(found), f"{name}.xlsx")


def table(rows: Iterable[CurrentFacts]) -> Iterator[Iterable[Any]]:
    """Header, then a line for each organization."""
    yield (
        _("Name"),
        _("Credit code"),
        _("District"),
        _("Size"),
        _("Industry"),
        pgettext("what-if", "Now"),
        pgettext("what-if", "Tried"),
    )
    for line in lines(rows):
        yield (
            line["organization"].name,
            line["organization"].uscc,
            localized(line["place"], "name") if line["place"] else "",
            line["size"],
            localized(line["industry"], "name") if line["industry"] else "",
            line["before"],
            line["after"],
        )


def people(rows: Iterable[Any]) -> Iterator[Person]:
    """Whose names are shown, for the access log."""
    for row in rows:
        yield Person(SubjectKind.ORGANIZATION, row.organization.pk, row.organization.name)
