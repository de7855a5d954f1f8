"""What several pages need: the organization that the reader may see, and refusals as messages."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.organizations.models import Organization


def visible(request: HttpRequest, uscc: str) -> Organization:
    """The organization with the code, or 404."""
    rows = Organization.objects.visible_to(acting_as(request)).distinct()
    return get_object_or_404(rows.select_related("registered_region", "tax_region", "industry"), uscc=uscc)


@contextmanager
def saying_why(request: HttpRequest) -> Iterator[None]:
    """A refusal becomes a message on the next page."""
    try:
        yield
    except Refused as refused:
        messages.error(request, str(refused))
