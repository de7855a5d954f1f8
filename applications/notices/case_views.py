"""The officials' pages of objections and appeals: answering them, and what follows."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.intake.models import Application
from applications.intake.rules import handles
from applications.intake.views.asking import with_application
from applications.notices import appealing, following, objecting
from applications.notices.forms import AnswerForm, FollowForm, ReasonForm
from applications.notices.models import Appeal, Objection
from applications.notices.office_views import official
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.files.services import file_response
from portal.inbox.workdays import Workdays
from portal.ui.middleware import received_at

OPEN_FIRST = (F("answered_at").desc(nulls_first=True), "due_on", "pk")
MOST_SHOWN = 200


@login_required
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """Objections and appeals of the department: what is open first, by the day it is due."""
    by, days = official(request), Workdays()
    today = timezone.localdate(received_at(request))
    rows = Objection.objects.visible_to(by).select_related("notice__round__program", "line")
    appeals = Appeal.objects.filter(application__round__department=by.department)
    related = ("application__round__program", "application__organization", "application__person")
    context: dict[str, Any] = {
        name: [(row, days.between(today, row.due_on)) for row in found.order_by(*OPEN_FIRST)[:MOST_SHOWN]]
        for name, found in (("objections", rows), ("appeals", appeals.select_related(*related)))
    }
    upheld = {"state": "upheld"}
    context["unsettled"] = {
        *rows.unsettled().filter(**upheld).values_list("pk", flat=True),
        *appeals.unsettled().filter(**upheld).values_list("pk", flat=True),
    }
    return render(request, "notices/objections.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One objection: what it says, its files, its answer; not who made it."""
    by = official(request)
    found = _objection(pk, by)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            objecting.answer(pk, form.upheld, form.cleaned_data["words"], by=by, at=received_at(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The objection is answered."))
            return redirect("objection", pk=pk)
    return _objection_page(request, found, form)


def _objection(pk: UUID, by: Capacity) -> Objection:
    rows = Objection.objects.visible_to(by).select_related("notice__round__program", "line", "answered_by")
    return get_object_or_404(rows, pk=pk)


def _objection_page(
    request: HttpRequest, found: Objection, form: AnswerForm, revealed: Objection | None = None
) -> HttpResponse:
    context = {
        "objection": found,
        "form": form,
        "reason": ReasonForm(),
        "revealed": revealed,
        "follow": FollowForm(),
        "ranking": found.notice.ranking_id,
        "files": found.files.select_related("file"),
        "history": found.events.select_related("actor").order_by("-seq"),
    }
    return render(request, "notices/objection.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def objection_follows(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what follows from an objection that was upheld."""
    words, at = request.POST.get("words", "")[:4000], received_at(request)
    try:
        following.follow_objection(pk, words, by=official(request), at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("What follows is written down."))
    return redirect("objection", pk=pk)


@login_required
@require_POST
def objection_identity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who objects, once and with a reason that is kept."""
    by = official(request)
    found = _objection(pk, by)
    try:
        revealed = objecting.reveal(pk, request.POST.get("reason", "")[:300], by=by, at=received_at(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("objection", pk=pk)
    response = _objection_page(request, found, AnswerForm(), revealed)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_safe
def objection_file(request: HttpRequest, pk: UUID, file: int) -> HttpResponseBase:
    """A piece of evidence."""
    found = _objection(pk, official(request))
    row = get_object_or_404(found.files.select_related("file"), pk=file)
    return file_response(row.file, row.name)


@with_application
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_case(request: HttpRequest, application: Application) -> HttpResponse:
    """An appeal with its answer and what followed."""
    by, found = official(request), _appeal(application)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, at = form.cleaned_data["words"], received_at(request)
        try:
            appealing.answer(application.pk, form.upheld, words, by=by, at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The appeal is answered."))
            return redirect("appeal_case", pk=application.pk)
    return _appeal_page(request, found, form, FollowForm())


def _appeal(application: Application) -> Appeal:
    found = get_object_or_404(Appeal.objects.select_related("answered_by"), application=application)
    found.application = application
    return found


def _appeal_page(request: HttpRequest, found: Appeal, form: AnswerForm, follow: FollowForm) -> HttpResponse:
    by = official(request)
    context = {
        "appeal": found,
        "application": found.application,
        "form": form,
        "follow": follow,
        "ways": following.ways_of(found, by, received_at(request))
        if handles(found.application, by)
        else None,
        "followed": following.followed(found, internal=True),
    }
    wrong = form.errors or follow.errors
    return render(request, "notices/appeal.html", context, status=422 if wrong else 200)


@with_application
@require_POST
def appeal_follows(request: HttpRequest, application: Application) -> HttpResponse:
    """Take the decision up again, or write down what is done instead."""
    by, found, form = official(request), _appeal(application), FollowForm(request.POST)
    step, at = request.POST.get("step", ""), received_at(request)
    if form.is_valid():
        try:
            following.follow(application.pk, step, form.cleaned_data["words"], by=by, at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is written down, and the applicant can read it."))
            again = step == following.RECONSIDER
            return redirect("review_application" if again else "appeal_case", pk=application.pk)
    return _appeal_page(request, found, AnswerForm(), form)
