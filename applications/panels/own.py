"""What an expert finds of their own reviews, on pages and in the API."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from applications.panels.models import Assignment, Seat
from applications.panels.rules import expert_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from rest_framework.request import Request

RELATED = (
    "panel__round__program",
    "panel__round__department",
    "application__organization",
    "application__person",
    "application__round",
    "application__form_version",
    "expert",
    "review",
)


def assignments(request: "HttpRequest | Request") -> QuerySet[Assignment]:
    """The expert's assignments with everything that is shown of them; 404 for others."""
    return Assignment.objects.visible_to(expert_of(request)).select_related(*RELATED)


def assignment_of(request: "HttpRequest | Request", pk: UUID) -> Assignment:
    """One of them, or 404."""
    return get_object_or_404(assignments(request), pk=pk)


def seats(request: "HttpRequest | Request") -> QuerySet[Seat]:
    """The expert's invitations and seats, the first due ahead; 404 for others."""
    rows = Seat.objects.visible_to(expert_of(request))
    related = ("panel__round__program", "panel__round__department", "expert")
    return rows.select_related(*related).order_by("panel__due_on", "pk")
