from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications.inviting.models import Entitlement, EntitlementQuerySet
from applications.inviting.services import confirm
from portal.accounts.capacities import acting, acting_as
from portal.accounts.todo import Todo
from portal.api.problems import Refused
from portal.organizations.rules import writes
from portal.ui.middleware import received_at
from portal.ui.texts import localized

PAGE_SIZE, MOST_SHOWN = 20, 10


def rows(request: HttpRequest) -> EntitlementQuerySet:
    """What the reader may see, ready for a page."""
    found = Entitlement.objects.visible_to(acting_as(request))
    return found.select_related("round__program", "organization", "application")


@login_required
@require_GET
def entitlement_list(request: HttpRequest) -> HttpResponse:
    """What the portal found that organizations are entitled to."""
    page = Paginator(rows(request), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "inviting/list.html", {"page": page})


@login_required
@require_GET
def entitlement(request: HttpRequest, pk: int) -> HttpResponse:
    """One entitlement: by what conditions, and the button that confirms it."""
    return _show(request, get_object_or_404(rows(request), pk=pk))


def _show(request: HttpRequest, row: Entitlement, sentence: str = "") -> HttpResponse:
    conditions = row.round.conditions.select_related("clause__document").order_by("position", "pk")
    context = {
        "row": row,
        "conditions": [(condition, condition.pk in row.conditions) for condition in conditions],
        "mine": acting_as(request).kind == "organization" and writes(acting_as(request)),
        "sentence": sentence,
    }
    return render(request, "inviting/entitlement.html", context, status=409 if sentence else 200)


@login_required
@require_POST
def entitlement_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in the application, or lead to what has to be completed first."""
    row = get_object_or_404(rows(request), pk=pk)
    try:
        application, sentence = confirm(row.pk, capacity=acting_as(request), at=received_at(request))
    except Refused as refused:
        return _show(request, row, str(refused))
    if sentence:
        messages.error(request, sentence)
        return redirect("application_check", pk=application.pk)
    messages.success(request, _("Confirmed: the application is handed in."))
    return redirect("application", pk=application.pk)


def unconfirmed(request: HttpRequest) -> Iterator[Todo]:
    """What the organization has not confirmed yet."""
    capacity = acting(request)
    if capacity is None or capacity.kind != "organization" or not writes(capacity):
        return
    now = received_at(request)
    found = Entitlement.objects.visible_to(capacity).filter(application=None)
    for row in found.select_related("round__program")[:MOST_SHOWN]:
        closes_at = row.round.closes_at
        if closes_at is None or closes_at >= now:
            title = _("Confirm what you are entitled to: %(program)s")
            program = {"program": localized(row.round.program, "title")}
            url = reverse("entitlement", args=[row.pk])
            yield Todo(title % program, localized(row.round, "name"), url, _("Look and confirm"), closes_at)
