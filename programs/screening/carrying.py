"""The six answers go into the registration form, and with it into the file."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.facts.models import Origin
from portal.facts.stating import state
from portal.organizations.models import Organization
from programs.screening import typed_in


def remember(request: HttpRequest) -> Mapping[str, Any]:
    """First values of the registration form."""
    answers = typed_in.answers_of(request)
    first: dict[str, Any] = {
        name: answers[name] for name in ("kind", "founded_on", "industry") if name in answers
    }
    if region := answers.get("region"):
        first |= {"registered_region": region, "tax_region": region}
    return first


def follow(request: HttpRequest, organization: Organization, by: Capacity) -> None:
    """State the figures; what needs numbers and days, such as qualifications, is named to be entered."""
    answers = typed_in.answers_of(request)
    if figures := typed_in.figures_of(answers):
        state(organization.pk, figures, origin=Origin.ORGANIZATION, by=by, source="")
        messages.success(
            request, _("The figures that you typed in before are in the file now. Check them there.")
        )
    if set(answers.get("qualifications", [])) - {typed_in.NONE}:
        messages.info(
            request, _("Enter your qualifications with their numbers and days, then they count here too.")
        )
    typed_in.forget(request)
