"""Pages of saved searches: save the filter in the address, and what one has saved."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.inbox.preferences import wishes_of
from programs.catalog.filters import received_at
from programs.finding import saved
from programs.finding.alerts import KIND
from programs.finding.matching import canonical, in_words, live_rounds
from programs.finding.models import SavedSearch


@login_required
@require_safe
def saved_searches(request: HttpRequest) -> HttpResponse:
    """What the reader saved, the latest first: at most MOST."""
    rows = list(SavedSearch.objects.visible_to(acting_as(request)))
    context = {"rows": [(row, in_words(row.query)) for row in rows], "most": saved.MOST, **how(request)}
    return render(request, "finding/saved.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_search_new(request: HttpRequest) -> HttpResponse:
    """Give the filter in the address a name."""
    query = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    name, problem = request.POST.get("name", ""), ""
    if request.method == "POST":
        try:
            row = saved.save(name, query, at=received_at(request), by=acting_as(request))
        except (Refused, ValidationError) as refused:
            problem = str(refused) if isinstance(refused, Refused) else " ".join(refused.messages)
        else:
            sentence = _("“%(name)s” is saved: you hear once of each round that newly matches it.")
            messages.success(request, sentence % {"name": row.name})
            return redirect("saved_searches")
    kept = canonical(query)
    context = {
        "query": kept,
        "words": in_words(kept),
        "count": live_rounds(kept, received_at(request)).count(),
        "name": name or in_words(kept)[:80],
        "problem": problem,
        **how(request),
    }
    return render(request, "finding/save.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_search(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: another name, a pause, or away with it."""
    by = acting_as(request)
    row = get_object_or_404(SavedSearch.objects.visible_to(by), pk=pk)
    problem = ""
    if request.method == "POST":
        try:
            messages.success(request, _act(request, row))
            return redirect("saved_searches")
        except Refused as refused:
            problem = str(refused)
    context = {
        "row": row,
        "words": in_words(row.query),
        "name": request.POST.get("name", row.name),
        "problem": problem,
    }
    return render(request, "finding/edit.html", context)


def _act(request: HttpRequest, row: SavedSearch) -> str:
    """Do what the button says; the sentence about it."""
    by, at, names = acting_as(request), received_at(request), {"name": row.name}
    if "delete" in request.POST:
        saved.delete(row.pk, by=by)
        return _("“%(name)s” is deleted.") % names
    if "pause" in request.POST:
        saved.pause(row.pk, at=at, by=by)
        return _("“%(name)s” is paused: you hear nothing of it.") % names
    if "resume" in request.POST:
        saved.resume(row.pk, at=at, by=by)
        return _("“%(name)s” runs again: you hear of what newly matches from now on.") % names
    renamed = saved.rename(row.pk, request.POST.get("name", ""), by=by)
    return _("It is called “%(name)s” now.") % {"name": renamed.name}


def how(request: HttpRequest) -> dict[str, Any]:
    """How the reader is told, as they chose it for this group of messages."""
    user = acting_as(request).user
    return {"choice": wishes_of([user.pk]).choice(user.pk, KIND)}
