"""The coverage page: what each document promises, and what stands behind it."""

from typing import Any

import django_filters
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.ui.exports import csv_response, spreadsheet_response
from portal.ui.texts import localized
from programs.policies.coverage import MODELS, Gap, lines, promising, rows_of
from programs.policies.figures import amount
from programs.policies.filters import DocumentFilter, received_at
from programs.policies.models import Clause, Measure, PolicyDocument, Rule, Target
from programs.policies.spreadsheets import program_names
from programs.policies.uses import loose_programs, uses_of

PAGE_SIZE = 20
TABLE_FILTERS = ("q", "kind", "level", "region", "provenance", "ordering")
ROW_FILTERS = ("show", "document")


class CoverageFilter(DocumentFilter):
    """Which documents are counted; of them, which one's rows are listed, and of which group."""

    document = django_filters.ChoiceFilter(
        method="as_it_is",
        choices=lambda: [(d.slug, localized(d, "short_title")) for d in promising()],
        label=gettext_lazy("Document"),
        empty_label=gettext_lazy("All documents"),
    )
    show = django_filters.ChoiceFilter(
        method="as_it_is",
        choices=Gap.choices,
        label=gettext_lazy("What to list"),
        empty_label=None,
        null_label=None,
    )

    class Meta:
        model = PolicyDocument
        fields = [*DocumentFilter.Meta.fields, "document", "show"]

    def as_it_is(
        self, documents: QuerySet[PolicyDocument], name: str, value: str
    ) -> QuerySet[PolicyDocument]:
        """These two choose rows, not documents."""
        return documents


def chosen(request: HttpRequest) -> tuple[CoverageFilter, Gap, QuerySet[PolicyDocument]]:
    """The filter, the group and its documents; what is unknown counts as not chosen."""
    asked = request.GET.copy()
    asked.setdefault("show", Gap.WITHOUT)
    asked.setdefault("ordering", "newest")
    found = CoverageFilter(asked, promising().select_related("region"), request=request)
    documents = found.qs
    values = found.form.cleaned_data
    slug = values.get("document")
    rows_of_one = documents.filter(slug=slug) if slug else documents
    return found, Gap(values.get("show") or Gap.WITHOUT), rows_of_one.order_by()


def details(row: Any) -> dict[str, Any]:
    """A row in words: its clause, its anchor on the clause's page, its name and figure."""
    name = {Clause: "heading", Rule: "sentence"}.get(type(row), "name")
    clause = row if isinstance(row, Clause) else row.clause
    anchor = "" if isinstance(row, Clause) else f"#{row._meta.model_name}-{row.slug}"
    figure = amount(row) if isinstance(row, Rule | Target) else ""
    return {
        "row": row,
        "clause": clause,
        "anchor": anchor,
        "field": name,
        "figure": figure,
        "reason": localized(row, "no_condition") if isinstance(row, Rule) else "",
        "can_begin": isinstance(row, Clause | Measure),
    }


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Per document the counts; below, the rows of one group."""
    found, gap, documents = chosen(request)
    page = Paginator(rows_of(gap, received_at(request), documents), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    uses = uses_of({MODELS[gap]: [row.pk for row in page]}, received_at(request))
    entries = [details(row) | {"uses": uses.get((MODELS[gap], row.pk), [])} for row in page]
    counted = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("documents"))
    context = {
        "filter": found,
        "filtered": [found.form[name] for name in TABLE_FILTERS],
        "kept": [(name, request.GET.get(name, "")) for name in ROW_FILTERS],
        "kept_below": [(name, request.GET.get(name, "")) for name in TABLE_FILTERS],
        "gap": gap,
        "counted": counted,
        "lines": lines(counted, received_at(request)),
        "loose": loose_programs(),
        "page": page,
        "entries": entries,
    }
    return render(request, "policies/coverage.html", context)


@require_safe
def coverage_export(request: HttpRequest) -> HttpResponse:
    """The rows that are listed, as a spreadsheet."""
    _found, gap, documents = chosen(request)
    rows = list(rows_of(gap, received_at(request), documents))
    uses = uses_of({MODELS[gap]: [row.pk for row in rows]}, received_at(request))
    header = [_("Document"), _("Clause"), _("Short name"), str(gap.label), _("Figure"), _("Programs")]
    cells = [
        [
            localized(entry["clause"].document, "short_title"),
            localized(entry["clause"], "printed"),
            getattr(entry["row"], "slug", entry["clause"].number),
            localized(entry["row"], entry["field"]),
            entry["figure"],
            program_names(uses.get((MODELS[gap], entry["row"].pk), [])) or entry["reason"],
        ]
        for entry in map(details, rows)
    ]
    return _download(request, [header, *cells], gap.value)


@require_safe
def coverage_table_export(request: HttpRequest) -> HttpResponse:
    """The counts of the documents that are shown, as a spreadsheet."""
    found, _gap, _documents = chosen(request)
    header = [_("Document"), _("Clauses"), _("Measures"), _("Rules"), _("Targets"), *map(str, Gap.labels)]
    cells = [
        [
            localized(line.document, "short_title"),
            *(line.clauses, line.measures, line.rules, line.targets),
            *(line.groups[gap] for gap in Gap),
        ]
        for line in lines(found.qs, received_at(request))
    ]
    return _download(request, [header, *cells], "coverage")


def _download(request: HttpRequest, rows: list[list[Any]], name: str) -> HttpResponse:
    """XLSX, or with `?format=csv` CSV."""
    if request.GET.get("format") == "csv":
        return csv_response(rows, f"{name}.csv")
    return spreadsheet_response(rows, f"{name}.xlsx")
