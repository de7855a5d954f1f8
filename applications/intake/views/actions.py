from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.intake.models import Application, Submission
from applications.intake.rules import is_applicant, refusal
from applications.intake.services import begin_final_check, perform
from applications.intake.services.transition import Inputs
from applications.intake.views.asking import with_application
from applications.intake.views.receipts import show
from applications.intake.workflow import BY_ACTION, Owner, Status, Transition
from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.ui.middleware import received_at

KEY_LENGTH = 200  # of the key that a page gives to one press of its button

# The question, what follows from it, and what is said when it is done.
WORDS: dict[str, tuple[Promise, Promise, Promise]] = {
    "take_back": (
        gettext_lazy("Take the application back to change it?"),
        gettext_lazy(
            "It becomes a draft again and is not handled until you hand it in again, at the latest at the "
            "deadline. Its number stays."
        ),
        gettext_lazy("The application is a draft again. Hand it in before the deadline."),
    ),
    "withdraw": (
        gettext_lazy("Withdraw the application for good?"),
        gettext_lazy("It will not be handled any further. You can start a new one while the round is open."),
        gettext_lazy("The application is withdrawn."),
    ),
    "discard": (
        gettext_lazy("Discard this draft?"),
        gettext_lazy(
            "Its answers and files can no longer be used. You can start a new one while the round is open."
        ),
        gettext_lazy("The draft is discarded."),
    ),
}


def application_action(request: HttpRequest, pk: UUID, action: str) -> HttpResponseBase:
    """What an applicant does with an application. A submission with nothing against it goes the short way."""
    if action == "submit" and "declare" in request.POST and request.user.is_authenticated:
        with suppress(Http404, Refused):
            return _hand_in(request, pk)
    return carried_out(request, pk, action)


def _hand_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand in without a look before: who may not, or what is not complete, is told on the long way."""
    key = request.POST.get("key", "")[:KEY_LENGTH]
    application = perform(
        pk, "submit", capacity=acting_as(request), at=received_at(request), inputs=Inputs(key=key)
    )
    return show(request, application, handed_in(application, key))


@with_application
def carried_out(request: HttpRequest, application: Application, action: str) -> HttpResponse:
    """GET asks, POST does: take back, withdraw, discard; and the POST of submitting."""
    transition = _of_applicant(application, action, request)
    if request.method == "POST":
        return _perform(request, application, transition)
    if action == "submit":
        return redirect("application_check", pk=application.pk)
    sentence = refusal(application, transition, acting_as(request), received_at(request))
    return _ask(request, application, transition, sentence)


def _of_applicant(application: Application, action: str, request: HttpRequest) -> Transition:
    transition = BY_ACTION.get(action)
    if transition is None or transition.actor != Owner.APPLICANT:
        raise Http404
    if not is_applicant(application, acting_as(request)):
        raise Http404
    return transition


def _ask(
    request: HttpRequest,
    application: Application,
    transition: Transition,
    refusal: str | None,
    status: int = 200,
) -> HttpResponse:
    question, consequence, _done = WORDS[transition.action]
    context = {
        "application": application,
        "transition": transition,
        "question": question,
        "consequence": consequence,
        "refusal": refusal,
        "back_url": reverse("application", args=[application.pk]),
    }
    return render(request, "intake/confirm.html", context, status=status)


def _perform(request: HttpRequest, application: Application, transition: Transition) -> HttpResponse:
    if transition.action == "submit":
        return _submit(request, application)
    try:
        perform(application.pk, transition.action, capacity=acting_as(request), at=received_at(request))
    except Refused as refused:
        return _ask(request, application, transition, str(refused), status=409)
    messages.success(request, str(WORDS[transition.action][2]))
    return redirect("application", pk=application.pk)


def _submit(request: HttpRequest, application: Application) -> HttpResponse:
    """The receipt at once; a press, tab or retry that comes later gets the receipt of the first."""
    begin_final_check(application, capacity=acting_as(request), at=received_at(request))
    if "declare" not in request.POST:
        messages.error(request, _("Tick the declaration above the button first, then submit."))
        return redirect("application_check", pk=application.pk)
    at, inputs = received_at(request), Inputs(key=request.POST.get("key", "")[:KEY_LENGTH])
    try:
        application = perform(application.pk, "submit", capacity=acting_as(request), at=at, inputs=inputs)
    except Refused as refused:
        application.refresh_from_db(fields=["status"])
        if application.status in (Status.DRAFT, Status.RETURNED):
            messages.error(request, str(refused))
            return redirect("application_check", pk=application.pk)
    return show(request, application, handed_in(application, inputs.key))


def handed_in(application: Application, key: str) -> Submission:
    """What was handed in under the key of a request, else last."""
    if application.just_submitted:
        return application.just_submitted
    rows = application.submissions.select_related("submitted_by", "form_version").order_by("-seq")
    found = (rows.filter(idempotency_key=key).first() if key else None) or rows[0]
    found.application = application
    return found
