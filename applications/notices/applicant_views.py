"""The applicant's page of the decision: what the round tells of the reviews, and the appeal."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.intake.models import Application
from applications.intake.rules import is_applicant
from applications.intake.views.asking import with_application
from applications.intake.workflow import LetterKind
from applications.notices import appealing
from applications.notices.feedback import feedback_for
from applications.notices.following import followed
from applications.notices.forms import AppealForm
from applications.notices.models import Appeal
from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.ui.middleware import received_at

DECISIONS = (LetterKind.APPROVAL, LetterKind.DECLINE)


@with_application
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, application: Application) -> HttpResponse:
    """The decision with its feedback; an appeal within the period."""
    capacity, at = acting_as(request), received_at(request)
    appeal = Appeal.objects.filter(application=application).first()
    if not is_applicant(application, capacity) or (application.decided_at is None and appeal is None):
        raise Http404
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appealing.appeal(application.pk, form.cleaned_data["text"], capacity=capacity, at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your appeal has been received."))
            return redirect("decision", pk=application.pk)
    context = {
        "application": application,
        "letter": application.letters.filter(kind__in=DECISIONS).first(),
        "feedback": feedback_for(application),
        "appeal": appeal,
        "followed": followed(appeal) if appeal else [],
        "refusal": appealing.appealing_refusal(application, capacity, at),
        "last_day": appealing.last_day(application),
        "form": form,
    }
    return render(request, "notices/decision.html", context, status=422 if form.errors else 200)
