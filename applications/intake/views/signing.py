from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from applications.intake.models import Application, Attachment, SignOff
from applications.intake.rules import wants_sign_off
from applications.intake.services import signing
from applications.intake.views.asking import with_application
from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.ui.middleware import received_at


@dataclass(frozen=True)
class Signing:
    """How far the approval is: of which content, whether it is there, was there, was asked for, and why the
    reader cannot sign or ask."""

    content: str
    signed: SignOff | None
    voided: bool
    asked: bool
    refusal: str | None
    asking_refusal: str | None


def signing_of(request: HttpRequest, application: Application, files: Sequence[Attachment]) -> Signing | None:
    """For the page that checks; None where the round wants no approval."""
    if not wants_sign_off(application):
        return None
    content, by, at = signing.content_now(application, files), acting_as(request), received_at(request)
    signed = signing.sign_off_of(application, content)
    return Signing(
        content,
        signed,
        signed is None and application.sign_offs.exists(),
        signing.asked_for(application) == content,
        signing.signing_refusal(application, by, at),
        signing.asking_refusal(application, by, at),
    )


@require_POST
@with_application
def application_sign_off(request: HttpRequest, application: Application) -> HttpResponse:
    """Approve what the page showed."""
    content = request.POST.get("content", "")
    try:
        signing.sign_off(application.pk, content, capacity=acting_as(request), at=received_at(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Signed off. The people who work on it have been told."))
    return redirect("application_check", pk=application.pk)


@require_POST
@with_application
def application_ask_sign_off(request: HttpRequest, application: Application) -> HttpResponse:
    """Tell the signatories."""
    try:
        count = signing.ask_for_sign_off(application.pk, capacity=acting_as(request), at=received_at(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        told = ngettext("%(n)d signatory has been asked.", "%(n)d signatories have been asked.", count)
        messages.success(request, told % {"n": count})
    return redirect("application_check", pk=application.pk)
