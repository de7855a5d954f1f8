"""The officials' pages of notices: preparing, releasing, ending, correcting; and the list to pay."""

from dataclasses import fields
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.intake import watching
from applications.notices import carrying, payments, preparing, releasing
from applications.notices.forms import LEAST_DAYS, CorrectionForm, NoticeForm
from applications.notices.models import Notice, NoticeLine
from applications.ranking.drawing import handling_refusal
from portal.accounts.capacities import Capacity, acting_as
from portal.accounts.models import Post
from portal.api.problems import Refused
from portal.ui.exports import spreadsheet_response
from portal.ui.middleware import received_at
from programs.catalog.models import Round
from programs.catalog.stages import Stage

OPEN_FIRST = (F("answered_at").desc(nulls_first=True), "due_on", "pk")
MOST_SHOWN = 200


def official(request: HttpRequest) -> Capacity:
    """An official; these pages do not exist for others."""
    capacity = acting_as(request)
    if capacity.department is None:
        raise Http404
    return capacity


def round_of(pk: int, by: Capacity) -> Round:
    """A round that the official's department handles, or 404."""
    rows = Round.objects.select_related("program", "department")
    return get_object_or_404(rows.filter(department=by.department), pk=pk)


@login_required
@require_safe
def notice_rounds(request: HttpRequest) -> HttpResponse:
    """Rounds with applications that wait to be listed, and those with money to pay."""
    by = official(request)
    counts = {
        str(kind): Count("applications", filter=Q(applications__status=status), distinct=True)
        for kind, status in preparing.LISTED.items()
    }
    rows = Round.objects.filter(department=by.department).select_related("program")
    found = rows.annotate(proposed=counts["proposed"], approved=counts["result"])
    waiting = found.filter(Q(proposed__gt=0) | Q(approved__gt=0)).order_by("-opens_at", "-pk")
    return render(request, "notices/rounds.html", {"rounds": waiting})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice_prepare(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Write the words of a notice; who it lists is shown before."""
    by = official(request)
    if kind not in preparing.LISTED:
        raise Http404
    round_ = round_of(pk, by)
    applications = preparing.to_list(round_, kind)
    questions = preparing.text_questions(applications)
    initial = {"title": _title(round_, kind), "days": _days(round_)}
    form = NoticeForm(request.POST or None, kind=kind, questions=questions, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = preparing.prepare(round_, kind, form.words(), by=by, at=received_at(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The notice is prepared. A second person has to release it."))
            return redirect("notice", pk=made.pk)
    context = {"round": round_, "form": form, "applications": applications}
    return render(request, "notices/prepare.html", context, status=422 if form.errors else 200)


def _days(round_: Round) -> int:
    """As the round announced it."""
    stage = round_.stage(Stage.NOTICE)
    return max(LEAST_DAYS, stage.days if stage and stage.days else 0)


def _title(round_: Round, kind: str) -> str:
    label = Notice.Kind(kind).label
    return f"{round_.program.title}{round_.name}{label}"[:150]


@login_required
@require_POST
def notice_release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make it public, as the second person."""
    at = received_at(request)
    try:
        made = releasing.release(pk, request.POST.get("seen", ""), by=official(request), at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        done = carrying.carry_out(made, at)
        messages.success(request, _("The notice is out; %(n)d applications were told.") % {"n": done})
    return redirect("notice", pk=pk)


@login_required
@require_POST
def notice_conclude(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End the period; what follows goes to each application."""
    at = received_at(request)
    try:
        ended = releasing.conclude(pk, by=official(request), at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        done = carrying.carry_out(ended, at)
        messages.success(request, _("The notice has ended; %(n)d applications were told.") % {"n": done})
    return redirect("notice", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare the correction of one line."""
    by = official(request)
    line = get_object_or_404(NoticeLine.objects.select_related("notice__round__department"), pk=pk)
    if handling_refusal(line.notice.round, by):
        raise Http404
    names = [field.name for field in fields(preparing.Corrected)]
    form = CorrectionForm(request.POST or None, initial={name: getattr(line, name) for name in names})
    if request.method == "POST" and form.is_valid():
        reason, at = form.cleaned_data["reason"], received_at(request)
        try:
            made = preparing.correct(pk, form.corrected(), reason, by=by, at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The correction is prepared. A second person has to release it."))
            return redirect("notice", pk=made.pk)
    context = {"line": line, "form": form}
    return render(request, "notices/correct.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def payment_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list for the finance office as XLSX: the head's alone, since it shows account numbers."""
    by = official(request)
    round_ = round_of(pk, by)
    if by.role != Post.Rank.HEAD:
        messages.error(request, _("Only the head of the department takes out the list with account numbers."))
        return redirect("notice_rounds")
    watching.exported(request, payments.to_pay(round_), _("List for the finance office"))
    return spreadsheet_response(payments.workbook(round_), f"{round_.code}-payments.xlsx")
