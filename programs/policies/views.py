"""Public pages of documents: the list, a document, a clause with an address of its own."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.ui.exports import spreadsheet_response
from programs.policies.filters import ORDERINGS, DocumentFilter, received_at
from programs.policies.models import Clause, PolicyDocument
from programs.policies.outline import outline, parts
from programs.policies.spreadsheets import SHEETS

PAGE_SIZE = 20


def listed(request: HttpRequest) -> DocumentFilter:
    """The documents the address asks for, newest first."""
    documents = PolicyDocument.objects.select_related("region").annotate(clause_count=Count("clauses"))
    return DocumentFilter(request.GET, documents.order_by(*ORDERINGS["newest"]), request=request)


@require_safe
def policy_list(request: HttpRequest) -> HttpResponse:
    """Every document with its issuer, number and clauses."""
    found = listed(request)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    names = ("kind", "level", "region", "provenance", "lapsed")
    context = {
        "filter": found,
        "page": page,
        "chosen": [found.form[name] for name in names],
        "count": sum(bool(request.GET.get(name)) for name in names),
    }
    return render(request, "policies/list.html", context)


@require_safe
def policy_export(request: HttpRequest) -> HttpResponse:
    """The list as a spreadsheet, as filtered."""
    header = [
        _("Title"), _("Kind"), _("Level"), _("Region"), _("Issuer"), _("Document number"), _("Issued on"),
        _("Valid until"), _("Provenance"), _("Clauses"),
    ]  # fmt: skip
    rows = [
        [
            d.title, d.get_kind_display(), d.get_level_display(), d.region.name if d.region else "", d.issuer,
            d.number, d.issued_on, d.valid_until, d.get_provenance_display(), d.clause_count,
        ]
        for d in listed(request).qs
    ]  # fmt: skip
    return spreadsheet_response([header, *rows], "policies.xlsx")


@require_safe
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """A document: its clauses, what they hold, what stands on them."""
    documents = PolicyDocument.objects.select_related("region").prefetch_related("replaces", "replaced_by")
    document = get_object_or_404(documents, slug=slug)
    found = outline(document, received_at(request))
    context: dict[str, Any] = {
        "document": document,
        "parts": found,
        "targets": [(target, part.clause, uses) for part in found for target, uses in part.targets],
        "sheets": [(what, title) for what, (title, _rows) in SHEETS.items()],
    }
    return render(request, "policies/document.html", context)


@require_safe
def policy_sheet(request: HttpRequest, slug: str, what: str) -> HttpResponse:
    """The clauses, measures, rules or targets of a document as a spreadsheet."""
    document = get_object_or_404(PolicyDocument, slug=slug)
    if what not in SHEETS:
        raise Http404
    _title, rows = SHEETS[what]
    return spreadsheet_response(rows(outline(document, received_at(request))), f"{slug}-{what}.xlsx")


@require_safe
def clause(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A clause: our summary, the official wording, what it promises and demands, and what stands on it."""
    found = get_object_or_404(
        Clause.objects.select_related("document", "parent"), document__slug=slug, number=number
    )
    around = list(found.document.clauses.order_by("position", "pk"))
    place = around.index(found)
    (part,) = parts([found], received_at(request))
    context = {
        "clause": found,
        "document": found.document,
        "part": part,
        "children": [clause for clause in around if clause.parent_id == found.pk],
        "before": around[place - 1] if place else None,
        "after": around[place + 1] if place + 1 < len(around) else None,
    }
    return render(request, "policies/clause.html", context)
