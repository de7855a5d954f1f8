"""Panels for the officials who handle the round."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from applications.experts.models import Expert
from applications.intake.models import Application
from applications.intake.workflow import Status
from applications.panels.forms import DrawForm, DueForm, PanelForm
from applications.panels.history import told
from applications.panels.listing import with_progress
from applications.panels.models import Assignment, Conflict, Panel, Review, Rubric
from applications.panels.plans import least_of
from applications.panels.rules import handles, official
from applications.panels.services import assigning, inviting, reviewing, setting_up
from applications.panels.services.moving import move_due
from portal.accounts.capacities import Capacity, acting_as
from portal.api.problems import Refused
from portal.ui.middleware import received_at
from programs.catalog.models import Round

PAGE_SIZE = 50
NO_LOAD = {"given": 0, "done": 0}


@login_required
@require_safe
def panel_list(request: HttpRequest) -> HttpResponse:
    """Panels with how far they are, and the rounds that have applications to review."""
    by = official(request)
    panels = with_progress(Panel.objects.visible_to(by))
    in_review = Application.objects.filter(status=Status.REVIEWING)
    rounds = Round.objects.filter(department=by.department, applications__in=in_review).distinct()
    context = {
        "page": Paginator(panels.order_by("-created_at", "pk"), PAGE_SIZE).get_page(request.GET.get("page")),
        "rounds": rounds.select_related("program").order_by("pk"),
    }
    return render(request, "panels/list.html", context)


@login_required
def panel_new(request: HttpRequest, round_id: int) -> HttpResponse:
    """Set up a panel of a round that the department handles."""
    by = official(request)
    round_ = get_object_or_404(Round.objects.select_related("program", "department"), pk=round_id)
    if by.department is None or by.department.pk != round_.department_id:
        raise Http404
    form = PanelForm(request.POST or None, round_=round_)
    form.instance.round = round_
    if request.method == "POST" and form.is_valid():
        try:
            made = setting_up.create(round_, form.facts(), by=by, at=received_at(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("panel", pk=made.pk)
    context = {"form": form, "round": round_}
    return render(request, "panels/new.html", context, status=422 if form.errors else 200)


def seen(request: HttpRequest, pk: UUID) -> Panel:
    """A panel that the reader sees, or 404."""
    rows = Panel.objects.visible_to(official(request))
    return get_object_or_404(rows.select_related("round__program", "round__department"), pk=pk)


@login_required
@require_safe
def panel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Seats, conflicts and reviews of a panel, and what comes next."""
    return page(request, seen(request, pk), DrawForm())


def page(
    request: HttpRequest, found: Panel, form: DrawForm, error: str = "", moving: DueForm | None = None
) -> HttpResponse:
    """The page, after a refusal with its sentence and, where a day was to be moved, what was typed."""
    counted = {"given": Count("pk"), "done": Count("pk", filter=Q(state=Assignment.State.HANDED_IN))}
    active = found.assignments.exclude(state=Assignment.State.RECUSED).order_by()
    load: dict[UUID, Any] = {row["expert"]: row for row in active.values("expert").annotate(**counted)}
    seats = found.seats.select_related("expert")
    assignments = found.assignments.select_related("application__organization", "application__person")
    rows = Paginator(assignments.select_related("expert", "review").order_by("application", "pk"), PAGE_SIZE)
    context = {
        "panel": found,
        "handles": handles(found, acting_as(request)),
        "seats": [(seat, load.get(seat.expert_id, NO_LOAD)) for seat in seats],
        "composition": composition_of(found),
        "waiting": unassigned(found),
        "uninvited": any(seat.invited_at is None for seat in seats),
        "pool": setting_up.pool(found).count(),
        "rubric": Rubric.objects.filter(round=found.round_id, pass_no=found.pass_no).first(),
        "conflicts": found.conflicts.count(),
        "page": rows.get_page(request.GET.get("page")),
        "form": form,
        "moving": moving or DueForm(),
        "late": is_late(found, load.values()),
        "error": error,
        "events": told(found.events.select_related("actor").order_by("-seq")[:20]),
    }
    return render(request, "panels/panel.html", context, status=409 if error else 200)


def is_late(found: Panel, loads: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the day has passed and somebody has not handed in everything."""
    if found.state != Panel.State.REVIEWING or found.due_on >= timezone.localdate():
        return False
    return any(load["done"] < load["given"] for load in loads)


def composition_of(found: Panel) -> list[tuple[str, int]]:
    """How many experts of each kind an application gets at least, by name."""
    least = least_of(found.composition, found.per_application)
    return [(str(Expert.Kind(kind).label), count) for kind, count in least.items()]


def unassigned(found: Panel) -> int:
    """How many applications wait for experts."""
    return int(setting_up.waiting(found).exclude(pk__in=found.assignments.values("application")).count())


def draw_experts(request: HttpRequest, pk: UUID, by: Capacity) -> str:
    form = DrawForm(request.POST)
    counts = form.counts() if form.is_valid() else {}
    setting_up.cast(pk, counts, by=by, at=received_at(request))
    setting_up.find_conflicts(pk, by=by, at=received_at(request))
    return _("Drawn. The seed is kept in the history of the panel.")


def find(request: HttpRequest, pk: UUID, by: Capacity) -> str:
    count = setting_up.find_conflicts(pk, by=by, at=received_at(request))
    return ngettext("%(n)d conflict was found.", "%(n)d conflicts were found.", count) % {"n": count}


def unseat(request: HttpRequest, pk: UUID, by: Capacity) -> str:
    seat, reason = request.POST.get("seat", ""), request.POST.get("reason", "")
    try:
        setting_up.unseat(pk, UUID(seat), reason, by=by, at=received_at(request))
    except ValueError:
        raise Http404 from None
    return _("Taken off the panel.")


def invite(request: HttpRequest, pk: UUID, by: Capacity) -> str:
    count = inviting.invite(pk, by=by, at=received_at(request))
    return ngettext("%(n)d expert is invited.", "%(n)d experts are invited.", count) % {"n": count}


def assign(request: HttpRequest, pk: UUID, by: Capacity) -> str:
    count = assigning.assign_all(pk, by=by, at=received_at(request))
    return ngettext("%(n)d review is assigned.", "%(n)d reviews are assigned.", count) % {"n": count}


def due(request: HttpRequest, pk: UUID, by: Capacity) -> str:
    form = DueForm(request.POST)
    form.full_clean()  # what is missing, the service says
    move_due(
        pk, form.cleaned_data.get("due_on"), request.POST.get("reason", ""), by=by, at=received_at(request)
    )
    return _("The experts have more time, and have been told.")


def close(request: HttpRequest, pk: UUID, by: Capacity) -> str:
    reviewing.close(pk, by=by, at=received_at(request))
    return _("The panel is closed.")


ACTIONS: dict[str, Callable[[HttpRequest, UUID, Capacity], str]] = {
    "draw": draw_experts,
    "find": find,
    "unseat": unseat,
    "invite": invite,
    "assign": assign,
    "due": due,
    "close": close,
}


@login_required
@require_POST
def panel_action(request: HttpRequest, pk: UUID, action: str) -> HttpResponse:
    """Carry out one step; a refusal shows the page again with its sentence."""
    found, by = seen(request, pk), official(request)
    act = ACTIONS.get(action)
    if act is None:
        raise Http404
    try:
        messages.success(request, act(request, pk, by))
    except Refused as refused:
        typed = DueForm(request.POST) if action == "due" else None
        return page(request, found, DrawForm(), str(refused), typed)
    return redirect("panel", pk=pk)


@login_required
@require_safe
def panel_conflicts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every conflict with its reason: for officials, never for applicants."""
    found = seen(request, pk)
    related = ("expert", "application__organization", "application__person")
    rows = Conflict.objects.visible_to(official(request)).filter(panel=found).select_related(*related)
    kind = request.GET.get("kind", "")
    if kind in Conflict.Kind.values:
        rows = rows.filter(kind=kind)
    context = {
        "panel": found,
        "page": Paginator(rows.order_by("kind", "pk"), PAGE_SIZE).get_page(request.GET.get("page")),
        "kinds": Conflict.Kind.choices,
        "kind": kind,
    }
    return render(request, "panels/conflicts.html", context)


def seen_assignment(request: HttpRequest, pk: UUID) -> Assignment:
    """An assignment of a panel that the reader sees, or 404."""
    rows = Assignment.objects.visible_to(official(request))
    related = ("panel__round__department", "expert", "application__organization", "application__person")
    return get_object_or_404(rows.select_related(*related), pk=pk)


@login_required
def panel_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One review as its officials read it; reopened, or another expert added, by POST."""
    row, by, error = seen_assignment(request, pk), official(request), ""
    if request.method == "POST":
        try:
            if request.POST.get("then") == "add":
                assigning.add_expert(row.panel_id, row.application, by=by, at=received_at(request))
                messages.success(request, _("Another expert has the application now."))
            else:
                reviewing.reopen(pk, request.POST.get("reason", ""), by=by, at=received_at(request))
                messages.success(request, _("The review is open again. The expert has been told."))
            return redirect("panel_review", pk=pk)
        except Refused as refused:
            error = str(refused)
    found = Review.objects.visible_to(by).filter(assignment=row).first()
    context: dict[str, Any] = {
        "assignment": row,
        "panel": row.panel,
        "review": found,
        "scores": found.scores.select_related("criterion").order_by("criterion__position") if found else (),
        "versions": found.versions.all() if found else (),
        "handles": handles(row.panel, by),
        "error": error,
    }
    return render(request, "panels/reading.html", context, status=409 if error else 200)
