import secrets
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from applications.intake import verdicts
from applications.intake.models import Application
from applications.intake.rules import before_closing, in_time, is_applicant, needs_proof, refusal
from applications.intake.services import begin_final_check
from applications.intake.services.checking import by_question, check, current_files
from applications.intake.services.reckoning import told
from applications.intake.tasklist import task_list
from applications.intake.views.asking import with_application
from applications.intake.views.signing import signing_of
from applications.intake.workflow import BY_ACTION, Owner, Status
from portal.accounts.capacities import acting_as
from portal.organizations.models import Organization
from portal.ui.middleware import received_at
from programs.forms.validator import MISSING


@with_application
def application_check(request: HttpRequest, application: Application) -> HttpResponse:
    """All answers on one page, everything that is missing, and the button to submit."""
    if not is_applicant(application, acting_as(request)) or application.state.owner != Owner.APPLICANT:
        return redirect("application", pk=application.pk)
    begin_final_check(application, capacity=acting_as(request), at=received_at(request))
    attachments = current_files(application)
    files = by_question(attachments)
    tasks = task_list(application, {key: len(rows) for key, rows in files.items()})
    found = check(application, attachments)
    sections, answers = told(application, application.answers)
    context: dict[str, Any] = {
        "application": application,
        "tasks": tasks,
        "sections": sections,
        "answers": answers,
        "files": files,
        "problems": [problem for problem in found if problem.code != MISSING],
        "links": [{"text": p.message, "url": _where(application, p.section, p.field_id)} for p in found],
        "verdicts": verdicts.judge(application, verdicts.pinned(application.round), received_at(request)),
        "signing": signing_of(request, application, attachments),
        "key": secrets.token_urlsafe(18),
        **_obstacles(request, application),
    }
    return render(request, "intake/check.html", context)


def _obstacles(request: HttpRequest, application: Application) -> dict[str, Any]:
    """What besides the answers stops a submission, and where to go then."""
    at, organization = received_at(request), application.organization
    draft = application.status == Status.DRAFT
    late = draft and not in_time(application, at)
    in_grace = draft and not late and not before_closing(application, at)
    refused = refusal(application, BY_ACTION["submit"], acting_as(request), at)
    return {
        "refusal": refused,
        "late": late,
        "grace_until": application.round.last_moment if in_grace else None,
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
