"""What the pages share: the organization, what the reader may do, and saving with reasons."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.accounts.capacities import Capacity, acting_as
from portal.api.problems import Refused
from portal.facts import rules
from portal.organizations.models import Organization
from portal.organizations.rules import edit_refusal, membership_of
from portal.organizations.views.access import visible

PAGE = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Reader:
    """Who looks at whose file, and what they may do with it."""

    organization: Organization
    capacity: Capacity
    edit_refusal: str
    verify_refusal: str
    office: bool

    @property
    def may_edit(self) -> bool:
        return not self.edit_refusal

    @property
    def may_verify(self) -> bool:
        return not self.verify_refusal


def reader(request: HttpRequest, uscc: str) -> Reader:
    """The reader of the organization with the code, or 404."""
    organization, capacity = visible(request, uscc), acting_as(request)
    return Reader(
        organization=organization,
        capacity=capacity,
        edit_refusal=edit_refusal(membership_of(capacity, organization)),
        verify_refusal=rules.verifying_refusal(organization, capacity),
        office=capacity.kind == "department",
    )


def to_file(uscc: str, anchor: str) -> HttpResponse:
    """Back to a section of the file."""
    return redirect(reverse("organization_papers", args=[uscc]) + f"#{anchor}")


def refused(request: HttpRequest, uscc: str, sentence: str, anchor: str) -> HttpResponse:
    """Back to the file, with the reason on top."""
    messages.error(request, sentence)
    return to_file(uscc, anchor)


def section(
    request: HttpRequest,
    whose: Reader,
    form: BaseForm,
    save: Callable[[], object],
    *,
    title: str,
    anchor: str,
    **context: Any,
) -> HttpResponse:
    """A page with one section's form: shown, or saved and back to the file."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Refused as reason:
            form.add_error(None, str(reason))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return to_file(whose.organization.uscc, anchor)
    context |= {"form": form, "organization": whose.organization, "heading": title, "anchor": anchor}
    return render(request, "facts/section.html", context, status=422 if form.errors else 200)
