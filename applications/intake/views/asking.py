"""What every page of an application asks of its request."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.intake import watching
from applications.intake.models import Application
from portal.accounts.capacities import Capacity, acting_as

RELATED = ("round__program", "round__department", "organization", "person", "form_version", "handler")


def with_application[**P](
    view: Callable[Concatenate[HttpRequest, Application, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, UUID, P], HttpResponseBase]:
    """Gives a view the application of its address.

    404 for what nobody of the reader's capacities may see; a page to switch where another of them may.
    A script whose sign-in has ended is told so instead of being sent to another page.
    """

    @wraps(view)
    def guarded(request: HttpRequest, pk: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        found = (
            Application.objects.visible_to(acting_as(request)).select_related(*RELATED).filter(pk=pk).first()
        )
        if found is None:
            return elsewhere(request, pk)
        watching.opened(request, [found])
        return view(request, found, *args, **kwargs)

    signed_in = login_required(guarded)

    @wraps(view)
    def entry(request: HttpRequest, pk: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated and request.headers.get("HX-Request"):
            return HttpResponse(_("You are signed out."), status=401)
        return signed_in(request, pk, *args, **kwargs)

    return entry


def elsewhere(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page that offers to switch to the capacity that may see the application; 404 without one."""
    capacities: list[Capacity] = list(request.capacities)  # type: ignore[attr-defined]  # CapacityMiddleware
    fitting = [c for c in capacities if Application.objects.visible_to(c).filter(pk=pk).exists()]
    if not fitting:
        raise Http404
    here = request.path if request.method == "GET" else reverse("application", args=[pk])
    context = {"fitting": fitting, "here": here}
    return render(request, "intake/switch.html", context)
