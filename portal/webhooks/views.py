"""The pages of an organization's webhooks, for its owners."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.organizations.models import Organization
from portal.organizations.views.access import saying_why, visible
from portal.webhooks import events, services
from portal.webhooks.forms import EndpointForm
from portal.webhooks.models import Attempt, Endpoint

PAGE_SIZE = 20


def of_owner(request: HttpRequest, uscc: str) -> Organization:
    """The organization, for an owner who acts for it; else 404."""
    organization = visible(request, uscc)
    services.owned(organization, acting_as(request))
    return organization


def endpoint_of(request: HttpRequest, uscc: str, pk: int) -> Endpoint:
    """The webhook, or 404."""
    rows = Endpoint.objects.visible_to(acting_as(request)).with_owner().select_related("organization")
    return get_object_or_404(rows, organization__uscc=uscc, pk=pk)


@login_required
@require_safe
def webhooks(request: HttpRequest, uscc: str) -> HttpResponse:
    """All of them."""
    organization = of_owner(request, uscc)
    rows = Endpoint.objects.visible_to(acting_as(request)).with_owner()
    shown = [(row, [events.label_of(kind) for kind in row.kinds]) for row in rows]
    context = {"organization": organization, "rows": shown, "full": len(shown) >= services.MOST}
    return render(request, "webhooks/list.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_new(request: HttpRequest, uscc: str) -> HttpResponse:
    """Register one; the answer shows its secret, this once."""
    organization = of_owner(request, uscc)
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register(
                organization, form.cleaned_data["url"], form.cleaned_data["kinds"], by=acting_as(request)
            )
        except Refused as refused:
            form.add_error("url", str(refused))
        else:
            return secret_shown(request, made)
    return render(request, "webhooks/new.html", {"organization": organization, "form": form})


def secret_shown(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    """The page that shows a secret once."""
    return render(request, "webhooks/secret.html", {"endpoint": endpoint})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """One webhook: its state, what it is told, and the log; POST changes it."""
    endpoint = endpoint_of(request, uscc, pk)
    form = EndpointForm(request.POST or None, initial={"url": endpoint.url, "kinds": endpoint.kinds})
    if request.method == "POST" and form.is_valid():
        try:
            services.change(pk, form.cleaned_data["url"], form.cleaned_data["kinds"], by=acting_as(request))
        except Refused as refused:
            form.add_error("url", str(refused))
        else:
            messages.success(request, _("Saved."))
            return back(endpoint)
    return render(request, "webhooks/webhook.html", context_of(request, endpoint, form))


def context_of(request: HttpRequest, endpoint: Endpoint, form: EndpointForm) -> dict[str, Any]:
    """The log with every attempt, the newest event first: two queries a page."""
    page = Paginator(endpoint.dispatches.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    attempts: dict[int, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(dispatch__in=[row.pk for row in page]):
        attempts.setdefault(attempt.dispatch_id, []).append(attempt)
    log = [(row, events.label_of(row.kind), attempts.get(row.pk, [])) for row in page]
    return {"endpoint": endpoint, "form": form, "page": page, "log": log}


def back(endpoint: Endpoint, fragment: str = "") -> HttpResponse:
    """To the page of the webhook."""
    url = reverse("webhook", args=[endpoint.organization.uscc, endpoint.pk], fragment=fragment or None)
    return redirect(url)


@login_required
@require_POST
def webhook_test(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Send a test event."""
    endpoint = endpoint_of(request, uscc, pk)
    with saying_why(request):
        services.test(pk, at=timezone.now(), by=acting_as(request))
        messages.success(request, _("A test event is on its way. Reload the page to see the answer."))
    return back(endpoint, "log")


@login_required
@require_POST
def webhook_enable(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Switch on again."""
    endpoint = endpoint_of(request, uscc, pk)
    services.enable(pk, by=acting_as(request))
    messages.success(request, _("Switched on. What has waited goes out now."))
    return back(endpoint)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_rotate(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Ask first, then make a new secret and show it once."""
    endpoint = endpoint_of(request, uscc, pk)
    if request.method == "POST":
        return secret_shown(request, services.rotate(pk, at=timezone.now(), by=acting_as(request)))
    context = {
        "question": _("Make a new secret?"),
        "consequence": _("It is shown once. The present secret goes on signing beside it for 24 hours."),
        "button": _("Make a new secret"),
        "back_url": reverse("webhook", args=[uscc, endpoint.pk]),
    }
    return render(request, "ui/confirm.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_remove(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Ask first, then send nothing more there."""
    endpoint = endpoint_of(request, uscc, pk)
    if request.method == "POST":
        services.remove(pk, at=timezone.now(), by=acting_as(request))
        messages.success(request, _("The webhook was removed."))
        return redirect("webhooks", uscc=uscc)
    context = {
        "question": _("Remove the webhook?"),
        "consequence": _("Nothing more is sent to %(url)s; what waits is stopped.") % {"url": endpoint.url},
        "button": _("Remove the webhook"),
        "back_url": reverse("webhook", args=[uscc, endpoint.pk]),
    }
    return render(request, "ui/confirm.html", context)


@login_required
@require_POST
def webhook_redeliver(request: HttpRequest, uscc: str, pk: int, event: int) -> HttpResponse:
    """Send one event again."""
    endpoint = endpoint_of(request, uscc, pk)
    with saying_why(request):
        services.redeliver(event, at=timezone.now(), by=acting_as(request))
        messages.success(request, _("The event will be sent again with the same id."))
    return back(endpoint, "log")
