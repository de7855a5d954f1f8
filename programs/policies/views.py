"""Public pages of documents: the list, a document, a clause with an address of its own."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.ui.exports import spreadsheet_response
from programs.policies.filters import DocumentFilter
from programs.policies.models import Clause, PolicyDocument
from programs.policies.uses import uses_of

PAGE_SIZE = 20


def listed(request: HttpRequest) -> DocumentFilter:
    """The documents the address asks for, newest first."""
    documents = PolicyDocument.objects.annotate(clause_count=Count("clauses"))
    return DocumentFilter(request.GET, documents.order_by("-issued_on", "slug"))


@require_safe
def policy_list(request: HttpRequest) -> HttpResponse:
    """Every document with its issuer, number and clauses."""
    found = listed(request)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "policies/list.html", {"filter": found, "page": page})


@require_safe
def policy_export(request: HttpRequest) -> HttpResponse:
    """The list as a spreadsheet, as filtered."""
    header = [_("Title"), _("Kind"), _("Issuer"), _("Document number"), _("Issued on"), _("Clauses")]
    rows = [
        [d.title, d.get_kind_display(), d.issuer, d.number, d.issued_on, d.clause_count]
        for d in listed(request).qs
    ]
    return spreadsheet_response([header, *rows], "policies.xlsx")


@require_safe
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """A document: its clauses, what rests on them, its targets."""
    document = get_object_or_404(PolicyDocument.objects.select_related("region"), slug=slug)
    clauses = list(document.clauses.prefetch_related("targets"))
    uses = uses_of(clause.pk for clause in clauses)
    context: dict[str, Any] = {
        "document": document,
        "rows": [(clause, uses.get(clause.pk, [])) for clause in clauses],
        "targets": [(target, clause) for clause in clauses for target in clause.targets.all()],
    }
    return render(request, "policies/document.html", context)


@require_safe
def clause(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A clause: our summary, the official wording where there is one, targets and programs."""
    clauses = Clause.objects.select_related("document").prefetch_related("targets")
    found = get_object_or_404(clauses, document__slug=slug, number=number)
    around = list(found.document.clauses.order_by("position"))
    place = around.index(found)
    context = {
        "clause": found,
        "document": found.document,
        "uses": uses_of([found.pk]).get(found.pk, []),
        "before": around[place - 1] if place else None,
        "after": around[place + 1] if place + 1 < len(around) else None,
    }
    return render(request, "policies/clause.html", context)
