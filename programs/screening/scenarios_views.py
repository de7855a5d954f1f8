"""Saving, sharing and deleting scenarios from the what-if page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.api.problems import Refused
from programs.screening import scenarios
from programs.screening.models import Scenario
from programs.screening.whatif import asked
from programs.screening.whatif_access import find
from programs.screening.whatif_views import address_of, official, page_context

VERBS = ("share", "keep", "delete")


@login_required
@require_POST
def scenario_save(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Keep the setting that was sent; a wrong one shows the page again with its sentences."""
    by = official(request)
    subject = find(kind, pk, by)
    form, question = asked(subject, by, request.POST)
    name, problem = request.POST.get("name", ""), ""
    if form.is_valid():
        try:
            amount = None if question.amount == question.usual else question.amount
            row = scenarios.keep(subject, name, form.changes, amount, "shared" in request.POST, by=by)
        except Refused as refused:
            problem = str(refused)
        else:
            messages.success(request, _("Saved as “%(name)s”.") % {"name": row.name})
            return redirect(address_of(row))
    context = page_context(request, form, question) | {"name": name, "problem": problem}
    return render(request, "screening/what_if.html", context, status=422)


@login_required
@require_POST
def scenario_change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Share one's own with the department, keep it to oneself, or delete it."""
    by = official(request)
    if verb not in VERBS:
        raise Http404
    try:
        row: Any = (
            scenarios.delete(pk, by=by) if verb == "delete" else scenarios.share(pk, verb == "share", by=by)
        )
    except Scenario.DoesNotExist as error:
        raise Http404 from error
    except Refused as refused:
        messages.error(request, str(refused))
        row = Scenario.objects.visible_to(by).get(pk=pk)
    else:
        messages.success(request, _said(verb, row))
    kind, number = ("round", row.round_id) if row.round_id else ("program", row.program_id)
    return redirect(reverse("what_if", args=[kind, number], fragment="scenarios"))


def _said(verb: str, row: Scenario) -> str:
    words = {
        "delete": _("“%(name)s” is deleted."),
        "share": _("Your department can see “%(name)s” now."),
        "keep": _("“%(name)s” is yours alone now."),
    }
    return words[verb] % {"name": row.name}
