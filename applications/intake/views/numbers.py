"""An identity number in full, for whoever says why."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from applications.intake.models import Application
from applications.intake.rules import revealing_refusal
from applications.intake.services import identity
from applications.intake.views.asking import with_application
from portal.access.services import Subject, SubjectKind, Verb, note, person
from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.privacy.numbers import public
from portal.ui.middleware import received_at
from portal.ui.texts import localized


@never_cache
@with_application
def application_number(request: HttpRequest, application: Application, key: str) -> HttpResponse:
    """Asks for the reason, writes it down, and shows the number on this one page."""
    capacity = acting_as(request)
    secret = identity.secret_of(application, key, capacity)
    reason = request.POST.get("reason", "")
    context: dict[str, Any] = {
        "label": localized(secret.question, "label"),
        "whose": application.applicant_name,
        "crumb": application.number or _("Answers"),
        "back": reverse("application_answers", args=[application.pk]),
        "hint": _("The reason is recorded, and the applicant can read it."),
        "mask": public(secret.kept),
        "refusal": revealing_refusal(application, capacity),
        "reason": reason,
    }
    if request.method != "POST":
        return render(request, "privacy/number.html", context)
    try:
        context["number"] = identity.reveal(
            application, key, reason=reason, capacity=capacity, at=received_at(request)
        )
    except Refused as refused:
        return render(request, "privacy/number.html", context | {"error": str(refused)}, status=409)
    note(request, Verb.REVEALED, [_whose(application)], f"{application} · {key}")
    return render(request, "privacy/number.html", context)


def _whose(application: Application) -> Subject:
    if application.organization:
        return Subject(SubjectKind.ORGANIZATION, application.organization.pk, application.organization.name)
    assert application.person
    return person(application.person)
