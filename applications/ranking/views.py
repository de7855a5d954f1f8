"""The board of a round: ranking, budget line, moves with a reason, meeting; and the replay of a decision."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.intake import watching
from applications.intake.models import Application
from applications.intake.views.asking import with_application
from applications.ranking import board, deciding, drawing, outcomes, reserve
from applications.ranking.forms import ChangeForm, DrawingForm, MeetingForm
from applications.ranking.models import Carrying, Ranking
from applications.ranking.replaying import replay, verdict
from applications.ranking.sources import TO_DECIDE
from portal.accounts.capacities import Capacity, acting_as
from portal.api.problems import Refused
from portal.files.services import file_response
from portal.ui.exports import spreadsheet_response
from portal.ui.middleware import received_at
from programs.catalog.models import Round
from programs.catalog.stages import Stage


def pass_of(round_: Round) -> int:
    """The review that ranks: the last one the round has."""
    return 2 if round_.has(Stage.SECOND_REVIEW) else 1


def looking(request: HttpRequest) -> Capacity:
    """An official or an auditor; the board does not exist for others."""
    capacity = acting_as(request)
    if capacity.department is None and capacity.kind != "auditor":
        raise Http404
    return capacity


def find(pk: UUID, by: Capacity) -> Ranking:
    """A ranking that is seen, or 404; its scores and candidates are read when they are asked for."""
    rows = Ranking.objects.visible_to(by).select_related("round__program", "round__department")
    return get_object_or_404(rows.defer("scores", "candidates"), pk=pk)


@login_required
@require_safe
def rankings(request: HttpRequest) -> HttpResponse:
    """Rounds with applications to decide, then the lists there are."""
    by = looking(request)
    waiting = Q(applications__status__in=TO_DECIDE, applications__number__isnull=False)
    rounds = Round.objects.filter(department=by.department) if by.department else Round.objects.none()
    context = {
        "rounds": rounds.filter(waiting, rankings=None)
        .select_related("program")
        .annotate(waiting=Count("applications", filter=waiting, distinct=True))
        .order_by("closes_at", "pk"),
        "rankings": Ranking.objects.visible_to(by).select_related("round__program", "round__department"),
    }
    return render(request, "ranking/rankings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ranking_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw up the list of a round, or draw up its draft again."""
    by = looking(request)
    round_ = get_object_or_404(Round.objects.select_related("program", "department"), pk=pk)
    if drawing.handling_refusal(round_, by):
        raise Http404
    there = Ranking.objects.filter(round=round_, pass_no=pass_of(round_)).first()
    form = DrawingForm(request.POST or None, initial=_initial(round_, there))
    if request.method == "POST" and form.is_valid():
        try:
            made = drawing.draw_up(round_, pass_of(round_), form.choice(), by=by, at=received_at(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The list is drawn up."))
            return redirect("ranking", pk=made.pk)
    context = {"round": round_, "form": form, "there": there}
    return render(request, "ranking/new.html", context, status=422 if form.errors else 200)


def _initial(round_: Round, there: Ranking | None) -> dict[str, object]:
    if there is None:
        return {"budget": round_.budget}
    quotas = "\n".join(f"{name}；{most}" for name, most in there.quotas.items())
    names = ("method", "budget", "least", "spread", "grouping")
    return {name: getattr(there, name) for name in names} | {"quotas": quotas}


@login_required
@require_safe
def ranking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The board; words to find lead to the page and line of the first that has them."""
    found, words = find(pk, looking(request)), request.GET.get("find", "").strip()[:60]
    if words:
        position = board.found_at(found, words)
        if position:
            return redirect(line_of(found, position))
        messages.info(request, _("No application of this list has “%(words)s”.") % {"words": words})
    return _board(request, found)


def line_of(ranking: Ranking, position: int) -> str:
    """The address of a line of the board."""
    number = board.page_number(position)
    return f"{reverse('ranking', args=[ranking.pk])}?page={number}#p{position}"


def _board(request: HttpRequest, found: Ranking, bound: ChangeForm | None = None) -> HttpResponse:
    sums = board.sums(found)
    page, rows = board.page_of(found, request.GET.get("page"), sums)
    watching.opened(request, [row.place.application for row in rows])
    handles = drawing.handling_refusal(found.round, looking(request)) is None
    context = {
        "ranking": found,
        "page": page,
        "rows": rows,
        "sums": sums,
        "risky": board.to_look_at(found),
        "problems": deciding.open_points(found, quick=True) if handles and not found.is_fixed else [],
        "handles": handles and not found.is_fixed,
        "comparable": sums.comparable,
        "kinds": ChangeForm.KINDS,
        "waiting": reserve.next_in_line(found) if handles and found.is_fixed else None,
        "promoting": reserve.promoting_refusal(found, looking(request)) if found.is_fixed else None,
        "bound": bound,
        "history": found.events.select_related("actor").order_by("-seq")[:30],
        "stuck": Carrying.objects.filter(place__ranking=found, done_at=None)
        .select_related("place__application")
        .order_by("pk"),
    }
    return render(request, "ranking/ranking.html", context, status=422 if bound else 200)


@login_required
@require_POST
def ranking_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Carry out one change; a wrong one shows the board again with the sentence."""
    by = looking(request)
    found, form = find(pk, by), ChangeForm(request.POST)
    if form.is_valid():
        try:
            made = drawing.change(pk, form.change(), by=by, at=received_at(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The list has been worked out again."))
            place = made.places.get(application=form.cleaned_data["application"])
            return redirect(line_of(made, place.position))
    return _board(request, found, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ranking_meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record the meeting and fix the list."""
    by = looking(request)
    found = find(pk, by)
    if drawing.handling_refusal(found.round, by):
        raise Http404
    if found.is_fixed:
        return redirect("ranking", pk=pk)
    form = MeetingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        minutes = deciding.Minutes(
            data["number"], data["held_on"], data["attendees"], data["recusals"], data["minutes"]
        )
        at = received_at(request)
        try:
            fixed = deciding.fix(pk, minutes, by=by, at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            done = outcomes.carry_out(fixed, at)
            messages.success(
                request, _("The list is fixed; %(n)d applications have their outcome.") % {"n": done}
            )
            return redirect("ranking", pk=pk)
    context = {"ranking": found, "form": form, "problems": deciding.open_points(found)}
    return render(request, "ranking/meeting.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def ranking_promote(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Money has come free: propose the next on the reserve list."""
    try:
        taken = reserve.promote_next(pk, by=looking(request), at=received_at(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(number)s is proposed now.") % {"number": taken.number})
    return redirect("ranking", pk=pk)


@login_required
@require_safe
def ranking_minutes(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file of the minutes."""
    found = find(pk, looking(request))
    if not found.is_fixed:
        raise Http404
    return file_response(found.meeting.minutes, found.meeting.minutes_name)


@login_required
@require_safe
def ranking_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list as XLSX, formula injection escaped."""
    found = find(pk, looking(request))
    rows = Application.objects.filter(places__ranking=found)
    watching.exported(request, rows, _("Collective decisions"))
    return spreadsheet_response(board.workbook(found), board.export_name(found, timezone.localdate()))


@with_application
@require_safe
def replay_application(request: HttpRequest, application: Application) -> HttpResponse:
    """Recompute the decision: same, or where it differs."""
    looking(request)
    findings = replay(application)
    context = {"application": application, "findings": findings, "same": verdict(findings)}
    return render(request, "ranking/replay.html", context)
