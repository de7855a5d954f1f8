"""An identity number in full, for whoever says why."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from applications.intake.models import Application
from applications.intake.reading import answers_for
from applications.intake.rules import revealing_refusal
from applications.intake.services import identity
from applications.intake.views.asking import received_at, with_application
from portal.access.services import Subject, SubjectKind, Verb, note, person
from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.privacy.numbers import public


@never_cache
@with_application
def application_number(request: HttpRequest, application: Application, key: str) -> HttpResponse:
    """Asks for the reason, writes it down, and shows the number on this one page."""
    capacity = acting_as(request)
    question = identity.question_of(application, key)
    value = answers_for(application, capacity).get(key)
    reason = request.POST.get("reason", "")
    context: dict[str, Any] = {
        "application": application,
        "question": question,
        "mask": public(value),
        "refusal": revealing_refusal(application, capacity),
        "reason": reason,
    }
    if request.method != "POST":
        return render(request, "intake/number.html", context)
    try:
        context["number"] = identity.reveal(
            application, key, reason=reason, capacity=capacity, at=received_at(request)
        )
    except Refused as refused:
        return render(request, "intake/number.html", context | {"error": str(refused)}, status=409)
    note(request, Verb.REVEALED, [_whose(application)], f"{application} · {key}")
    return render(request, "intake/number.html", context)


def _whose(application: Application) -> Subject:
    if application.organization:
        return Subject(SubjectKind.ORGANIZATION, application.organization.pk, application.organization.name)
    assert application.person
    return person(application.person)
