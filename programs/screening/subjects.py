"""Whose file a page is about: an organization's, or what a visitor typed in."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.capacities import acting
from portal.facts.reading import File, read
from portal.organizations.models import Organization
from programs.screening import typed_in
from programs.screening.showing import Place


@dataclass(frozen=True)
class Subject:
    """`organization`: None where the facts were typed in. `is_own`: the reader acts for the organization."""

    at: datetime
    organization: Organization | None = None
    answers: dict[str, Any] | None = None
    is_own: bool = True

    @cached_property
    def file(self) -> File:
        """Read once."""
        if self.organization is None:
            return typed_in.file_of(self.answers or {}, self.at)
        return read(self.organization, timezone.localdate(self.at))

    @property
    def name(self) -> str:
        return self.organization.name if self.organization else _("Your answers")

    @property
    def place(self) -> Place:
        """Where a missing fact is filled in; officials only read."""
        if self.organization is None:
            return typed_in.place(reverse("screening_answers"))
        if not self.is_own:
            return lambda key: ""
        page = reverse("organization", args=[self.organization.uscc])
        return lambda key: f"{page}file/#{key[0]}"


def of_reader(request: HttpRequest, at: datetime) -> Subject | None:
    """The organization the reader acts for, else what was typed in; None where neither is known."""
    capacity = acting(request)
    if capacity and capacity.organization:
        return Subject(at, capacity.organization)
    answers = typed_in.answers_of(request)
    return Subject(at, answers=answers) if answers else None


def of_organization(request: HttpRequest, organization: Organization, at: datetime) -> Subject:
    """An organization the reader sees."""
    capacity = acting(request)
    is_own = bool(capacity and capacity.organization and capacity.organization.pk == organization.pk)
    return Subject(at, organization, is_own=is_own)
