from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from applications.intake.models import Application
from applications.intake.rules import in_time, is_applicant, needs_proof, refusal
from applications.intake.services.checking import files_by_question, infected
from applications.intake.tasklist import task_list
from applications.intake.views.asking import received_at, with_application
from applications.intake.workflow import BY_ACTION, Owner, Status
from portal.accounts.capacities import acting_as
from portal.organizations.models import Organization
from programs.forms.validator import MISSING, problems


@with_application
def application_check(request: HttpRequest, application: Application) -> HttpResponse:
    """All answers on one page, everything that is missing, and the button to submit."""
    if not is_applicant(application, acting_as(request)) or application.state.owner != Owner.APPLICANT:
        return redirect("application", pk=application.pk)
    files = files_by_question(application)
    counts = {key: len(found) for key, found in files.items()}
    tasks, found = (
        task_list(application, counts),
        problems(application.form_version, application.answers, counts) + infected(application),
    )
    context: dict[str, Any] = {
        "application": application,
        "tasks": tasks,
        "sections": tasks.sections,
        "answers": application.answers,
        "files": files,
        "problems": [problem for problem in found if problem.code != MISSING],
        "links": [{"text": p.message, "url": _where(application, p.section, p.field_id)} for p in found],
        **_obstacles(request, application),
    }
    return render(request, "intake/check.html", context)


def _obstacles(request: HttpRequest, application: Application) -> dict[str, Any]:
    """What besides the answers stops a submission, and where to go then."""
    at, organization = received_at(request), application.organization
    late = application.status == Status.DRAFT and not in_time(application, at)
    refused = refusal(application, BY_ACTION["submit"], acting_as(request), at)
    return {
        "refusal": refused,
        "late": late,
        "program_url": reverse("program", args=[application.round.program.slug]),
        "unverified": bool(refused) and not late and needs_proof(application.round, organization),
        "proof_url": _where_to_prove(organization, request.path) if organization else "",
    }


def _where_to_prove(organization: Organization, back: str) -> str:
    """The organization's file, which leads back after the letter is handed in."""
    query = urlencode({"next": back})
    return f"{reverse('organization', args=[organization.uscc])}?{query}#verification"


def _where(application: Application, section: str, field_id: str) -> str:
    if not section:
        return reverse("application_edit", args=[application.pk])
    return f"{reverse('application_section', args=[application.pk, section])}?all#{field_id}"
