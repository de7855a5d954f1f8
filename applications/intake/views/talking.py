from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from applications.intake import watching
from applications.intake.helping import help_with
from applications.intake.models import Application
from applications.intake.rules import is_applicant
from applications.intake.services.talking import RELATED, discussed, write, writing_refusal
from applications.intake.views.asking import elsewhere
from applications.intake.workflow import Owner
from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.ui.middleware import received_at
from programs.forms import screens


@login_required
def application_messages(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What applicant and department wrote to each other about an application, and a field to write."""
    capacity = acting_as(request)
    application = discussed(capacity).select_related(*RELATED).filter(pk=pk).first()
    if application is None:
        return elsewhere(request, pk)
    watching.opened(request, [application])
    if request.method != "POST":
        return _page(request, application)
    text = request.POST.get("text", "")
    try:
        write(
            pk,
            text,
            capacity=capacity,
            at=received_at(request),
            section=_part(request, application),
            show_answers="show_answers" in request.POST,
        )
    except Refused as refused:
        return _page(request, application, text, str(refused), status=409)
    messages.success(request, _("Your message has been sent. The answer appears here and in your messages."))
    return redirect("application_messages", pk=pk)


def _page(
    request: HttpRequest, application: Application, text: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    mine = is_applicant(application, acting_as(request))
    seen = Application.objects.visible_to(acting_as(request))
    parts = screens.sections(application.form_version)
    context: dict[str, Any] = {
        "application": application,
        "mine": mine,
        "visible": mine or seen.filter(pk=application.pk).exists(),
        "thread": application.thread.select_related("author"),
        "sections": parts,
        "part": _part(request, application),
        "refusal": writing_refusal(application, acting_as(request)),
        "shows": mine and application.state.owner == Owner.APPLICANT,
        "text": text,
        "error": error,
        **help_with(application, received_at(request)),
    }
    return render(request, "intake/messages.html", context, status=status)


def _part(request: HttpRequest, application: Application) -> str:
    """The part of the form it is about, where one was named."""
    named = request.POST.get("part", request.GET.get("part", ""))
    return named if named in {part.key for part in screens.sections(application.form_version)} else ""
