"""What several pages need: the organization that the reader may see, and refusals as messages."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.organizations.models import Organization


def visible(request: HttpRequest, uscc: str) -> Organization:
    """The organization with the code, or 404."""
    rows = Organization.objects.visible_to(acting_as(request)).distinct()
    return get_object_or_404(rows.select_related("registered_region", "tax_region", "industry"), uscc=uscc)


def way_back(request: HttpRequest) -> str:
    """The page of the portal that sent the reader here, such as an application to go on with; else ""."""
    target = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe and target.startswith("/") else ""


@contextmanager
def saying_why(request: HttpRequest) -> Iterator[None]:
    """A refusal becomes a message on the next page."""
    try:
        yield
    except Refused as refused:
        messages.error(request, str(refused))
