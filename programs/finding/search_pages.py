"""Search over everything that is offered, and suggestions while typing."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programs.catalog.filters import received_at
from programs.finding.results import LABELS, SHOWN, Found, find
from programs.finding.suggesting import suggestions

PAGE_SIZE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Programs, clauses and documents with what was typed, or one of these groups page by page."""
    typed, only = request.GET.get("q", "").strip(), request.GET.get("in", "")
    if only not in SHOWN:
        return render(request, "finding/search.html", {"found": find(typed, received_at(request))})
    number = _number(request.GET.get("page", ""))
    start = (number - 1) * PAGE_SIZE
    found = find(typed, received_at(request), only=only, start=start, size=PAGE_SIZE)
    context = {"found": found, "only": LABELS[only], "page": _page(found, number)}
    return render(request, "finding/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """The list under the search field."""
    found = suggestions(request.GET.get("q", "").strip(), received_at(request))
    return render(request, "finding/parts/suggestions.html", {"suggestions": found})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:6]) <= 50 else 1


def _page(found: Found, number: int) -> Any:
    """The pages of the group, for the links between them."""
    total = found.groups[0].total if found.groups else 0
    return Paginator(range(total), PAGE_SIZE).get_page(number)
