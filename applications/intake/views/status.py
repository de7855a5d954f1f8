from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from applications.intake.beside import ways
from applications.intake.keeping import news_of
from applications.intake.models import Application, Letter
from applications.intake.points import points
from applications.intake.reading import answers_for, files_for
from applications.intake.rules import available, in_time, is_applicant, may_edit
from applications.intake.services.checking import file_counts
from applications.intake.services.copying import offer
from applications.intake.services.reckoning import told
from applications.intake.steps import steps
from applications.intake.tasklist import TaskList, task_list
from applications.intake.timeline import timeline
from applications.intake.views.asking import with_application
from applications.intake.workflow import LetterKind, Owner, Status
from portal.accounts.capacities import acting_as
from portal.accounts.models import Department
from portal.ui.middleware import received_at
from programs.forms.services import newer_than


@with_application
def application(request: HttpRequest, application: Application) -> HttpResponse:
    """Where it stands, what to do now, what happened, what was handed in and issued."""
    capacity = acting_as(request)
    letters = list(application.letters.select_related("department"))
    correction = _correction(application, letters)
    receipts = list(application.submissions.select_related("submitted_by"))
    context: dict[str, Any] = {
        "application": application,
        "mine": is_applicant(application, capacity),
        "steps": steps(application, dict(application.events.order_by("seq").values_list("kind", "at"))),
        "events": timeline(application.events.all(), letters),
        "letters": letters,
        "correction": correction,
        "points": points(application, correction) if correction else [],
        "decision": letters[0] if letters and application.state.ended else None,
        "receipts": receipts,
        "receipt": receipts[0] if receipts else None,
        "attachments": [file for files in files_for(application, capacity).values() for file in files],
        "actions": _actions(request, application),
        "ways": ways(application, capacity),
        "office": _office(application),
        "waits_elsewhere": application.state.owner != Owner.APPLICANT,
        "program_url": reverse("program", args=[application.round.program.slug]),
        "closed": not in_time(application, received_at(request)),
        "tasks": _tasks(application),
        "news": news_of(application, capacity),
        "reusable": _reusable(request, application),
        "newer_form": application.status == Status.DRAFT and newer_than(application.form_version),
    }
    return render(request, "intake/status.html", context)


def _correction(application: Application, letters: list[Letter]) -> Letter | None:
    """The notice the applicant has to answer now."""
    if application.status != Status.RETURNED:
        return None
    return next((letter for letter in letters if letter.kind == LetterKind.CORRECTION), None)


def _office(application: Application) -> Department | None:
    """Who is at work on it now; None where that is the applicant, or nobody any more."""
    if application.state.owner == Owner.APPLICANT or application.state.ended:
        return None
    return application.station if application.state.owner == Owner.STATION else application.round.department


def _tasks(application: Application) -> TaskList | None:
    """How far a draft is."""
    return task_list(application, file_counts(application)) if application.status == Status.DRAFT else None


def _reusable(request: HttpRequest, application: Application) -> bool:
    """An earlier application could answer what this draft has not."""
    capacity = acting_as(request)
    if not may_edit(application, capacity):
        return False
    found = offer(application, capacity, received_at(request))
    return found is not None and not found.empty


def _actions(request: HttpRequest, application: Application) -> list[dict[str, Any]]:
    """What the applicant could do besides submitting, each with its refusal."""
    found = available(application, acting_as(request), received_at(request))
    return [
        {"transition": transition, "refusal": refusal}
        for transition, refusal in found
        if transition.actor == Owner.APPLICANT and transition.action != "submit"
    ]


@with_application
def application_answers(request: HttpRequest, application: Application) -> HttpResponse:
    """All answers and files, to read."""
    sections, answers = told(application, answers_for(application, acting_as(request)))
    context = {
        "application": application,
        "sections": sections,
        "answers": answers,
        "files": files_for(application, acting_as(request)),
        "problems": [],
    }
    return render(request, "intake/answers.html", context)
