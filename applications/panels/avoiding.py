"""An applicant names experts who shall not review the application; who reviews it stays unsaid."""

from datetime import datetime

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.intake.beside import Way
from applications.intake.models import Application
from applications.intake.rules import is_applicant, may_edit
from applications.intake.services.locking import locked
from applications.intake.views.asking import with_application
from applications.intake.workflow import Status
from applications.panels.forms import AvoidanceForm
from applications.panels.models import Avoidance
from portal.accounts.capacities import Capacity, acting_as
from portal.api.problems import Refused
from portal.ui.middleware import received_at
from programs.catalog.stages import Stage

MOST = 5
BEFORE = (Status.DRAFT, Status.RECOMMENDING, Status.SUBMITTED, Status.RETURNED)


def reviewed(application: Application) -> bool:
    """Whether experts review the applications of its round."""
    return application.round.has(Stage.REVIEW)


def avoiding_refusal(application: Application, capacity: Capacity) -> str | None:
    """Why nobody can be named now; None when somebody can."""
    if not reviewed(application):
        return _("No experts review the applications of this round.")
    if not may_edit(application, capacity):
        return _("Only an owner or editor of the applicant can do this. Ask them for access.")
    if application.status not in BEFORE:
        return _("Experts to be avoided are named before the formal check is done.")
    if application.avoidances.count() >= MOST:
        return _("You may name up to %(n)d experts.") % {"n": MOST}
    return None


def way_to_avoid(application: Application, capacity: Capacity) -> Way | None:
    """Beside an application whose round has an expert review, as long as somebody can still be named."""
    if not reviewed(application) or application.status not in BEFORE or not may_edit(application, capacity):
        return None
    text = _(
        "Name who shall not review this application, up to %(n)d people, before the formal check is done."
    )
    url = reverse("application_avoid", args=[application.pk])
    return Way(url, _("Experts to be avoided"), text % {"n": MOST})


@transaction.atomic
def avoid(row: Avoidance, *, by: Capacity, at: datetime) -> Avoidance:
    """Keep a name. Raises Refused."""
    application = locked(row.application_id, by)
    if sentence := avoiding_refusal(application, by):
        raise Refused(sentence)
    row.stated_by, row.stated_at = by.user, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(_("You have named this person already.")) from None
    return row


@with_application
def application_avoid(request: HttpRequest, application: Application) -> HttpResponse:
    """Whom the applicant has named, and a form to name somebody."""
    by = acting_as(request)
    if not is_applicant(application, by) or not reviewed(application):
        raise Http404
    form = AvoidanceForm(request.POST or None)
    form.instance.application = application
    if request.method == "POST" and form.is_valid():
        try:
            avoid(form.save(commit=False), by=by, at=received_at(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept. This expert does not get your application."))
            return redirect("application_avoid", pk=application.pk)
    context = {
        "application": application,
        "named": application.avoidances.all(),
        "form": form,
        "refusal": avoiding_refusal(application, by),
    }
    return render(request, "panels/avoid.html", context, status=422 if form.errors else 200)
