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

from portal.ui.exports import spreadsheet_response
from portal.ui.texts import localized
from programs.policies.coverage import MODELS, Gap, lines, promising, rows_of
from programs.policies.figures import amount
from programs.policies.filters import received_at
from programs.policies.models import Clause, PolicyDocument, Rule, Target
from programs.policies.spreadsheets import program_names
from programs.policies.uses import loose_programs, uses_of

PAGE_SIZE = 20


class CoverageFilter(django_filters.FilterSet):
    """Which document, and which group of rows is listed."""

    document = django_filters.ChoiceFilter(
        choices=lambda: [(d.slug, localized(d, "short_title")) for d in promising()],
        label=gettext_lazy("Document"),
        empty_label=gettext_lazy("All documents"),
    )
    show = django_filters.ChoiceFilter(
        choices=Gap.choices, label=gettext_lazy("What to list"), empty_label=None, null_label=None
    )

    class Meta:
        model = PolicyDocument
        fields = ["document", "show"]


def chosen(request: HttpRequest) -> tuple[CoverageFilter, Gap, QuerySet[PolicyDocument]]:
    """The filter, the group and its documents; what is unknown counts as not chosen."""
    asked = request.GET.copy()
    asked.setdefault("show", Gap.WITHOUT)
    found = CoverageFilter(asked, PolicyDocument.objects.none())
    found.form.is_valid()
    values = found.form.cleaned_data
    slug = values.get("document")
    documents = promising().filter(slug=slug) if slug else promising()
    return found, Gap(values.get("show") or Gap.WITHOUT), documents


def details(row: Any) -> dict[str, Any]:
    """A row in words: its clause, its anchor on the clause's page, its name and figure."""
    name = {Clause: "heading", Rule: "sentence"}.get(type(row), "name")
    clause = row if isinstance(row, Clause) else row.clause
    anchor = "" if isinstance(row, Clause) else f"#{row._meta.model_name}-{row.slug}"
    figure = amount(row) if isinstance(row, Rule | Target) else ""
    return {"row": row, "clause": clause, "anchor": anchor, "field": name, "figure": figure}


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Per document the counts; below, the rows of one group."""
    found, gap, documents = chosen(request)
    page = Paginator(rows_of(gap, received_at(request), documents), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    uses = uses_of({MODELS[gap]: [row.pk for row in page]}, received_at(request))
    entries = [details(row) | {"uses": uses.get((MODELS[gap], row.pk), [])} for row in page]
    context = {
        "filter": found,
        "gap": gap,
        "lines": lines(promising().select_related("region"), received_at(request)),
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
            program_names(uses.get((MODELS[gap], entry["row"].pk), [])),
        ]
        for entry in map(details, rows)
    ]
    return spreadsheet_response([header, *cells], f"{gap.value}.xlsx")
