"""An expert's own pages: invitations, the batch, one review beside its application."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from applications.intake import watching
from applications.panels import own
from applications.panels.models import Assignment, Criterion, Panel, Review, Seat
from applications.panels.others import others_of
from applications.panels.papers import paper_of
from applications.panels.rules import answering_refusal, expert_of, writing_refusal
from applications.panels.services import inviting, reviewing
from applications.panels.services.reviewing import Incomplete, Problem, Stale, Written, criteria_of, kept
from portal.accounts.capacities import Capacity, acting_as
from portal.api.problems import Refused
from portal.inbox.workdays import end_of_day
from portal.ui.middleware import received_at
from portal.ui.texts import localized


@login_required
@require_safe
def my_reviews(request: HttpRequest) -> HttpResponse:
    """Invitations that wait for an answer, and every batch with its reviews: those that are done last."""
    seats = list(own.seats(request))
    batches: dict[UUID, list[Assignment]] = {}
    for row in own.assignments(request).order_by("number", "pk"):
        batches.setdefault(row.panel_id, []).append(row)
    found = [
        (seat, rows, done(rows))
        for seat in seats
        if seat.answer == Seat.Answer.ACCEPTED
        for rows in [batches.get(seat.panel_id, [])]
    ]
    context = {
        "asked": [seat for seat in seats if answering_refusal(seat, received_at(request)) is None],
        "batches": sorted(found, key=lambda batch: bool(batch[1]) and batch[2] == len(batch[1])),
    }
    return render(request, "panels/mine.html", context)


def done(rows: list[Assignment]) -> int:
    """How many are handed in."""
    return sum(row.state == Assignment.State.HANDED_IN for row in rows)


@login_required
def seat(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An invitation with everything one agrees to; accept with the promise, or decline."""
    by, at = expert_of(request), received_at(request)
    found = get_object_or_404(own.seats(request), pk=pk)
    error = ""
    if request.method == "POST":
        try:
            if request.POST.get("answer") == "accept":
                inviting.accept(pk, bool(request.POST.get("promise")), by=by, at=at)
                messages.success(request, _("Thank you. The applications come as soon as they are assigned."))
            else:
                inviting.decline(pk, request.POST.get("reason", ""), by=by, at=at)
                messages.success(request, _("You have declined. The department has been told."))
            return redirect("my_reviews")
        except Refused as refused:
            error = str(refused)
    context = {
        "seat": found,
        "criteria": criteria_of(found.panel),
        "refusal": answering_refusal(found, at),
        "error": error,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "panels/seat.html", context, status=409 if error else 200)


@dataclass
class Line:
    """A criterion with what is written about it."""

    criterion: Criterion
    points: str = ""
    reason: str = ""
    problems: list[Problem] = field(default_factory=list)
    reason_problems: list[Problem] = field(default_factory=list)

    @property
    def band(self) -> int | None:
        """The grade in which the points lie."""
        points = number(self.points)
        if points is None:
            return None
        return next((band.pk for band in self.criterion.bands.all() if points >= band.floor), None)


def number(typed: str) -> Decimal | None:
    """Points as typed, to one place; None for anything else."""
    try:
        points = Decimal(typed.strip().replace("，", ".").replace(",", ".")).quantize(Decimal("0.1"))
    except (InvalidOperation, ValueError):
        return None
    return points if points.is_finite() else None


@never_cache
@login_required
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The application beside the rubric. Saved or handed in by POST; what was typed is never lost."""
    assignment, by, at = own.assignment_of(request, pk), expert_of(request), received_at(request)
    if request.method != "POST":
        watching.opened(request, [assignment.application])
        return page(request, assignment, kept(assignment), [])
    written = typed(request, assignment)
    if problems := unreadable(request, assignment):
        return page(request, assignment, written, problems, 422)
    try:
        if request.POST.get("then") == "hand_in":
            reviewing.hand_in(pk, written, by=by, at=at)
            messages.success(request, _("The review is handed in."))
            return redirect(following(assignment, by))
        reviewing.save(pk, written, by=by, at=at)
    except Incomplete as incomplete:
        problems = incomplete.problems
        row = Review.objects.filter(assignment=assignment).first()
        revision = row.revision if row else written.seen
        return page(request, assignment, typed(request, assignment, revision), problems, 422)
    except Stale as stale:
        return page(request, assignment, written, [Problem("", str(stale))], 409)
    except Refused as refused:
        return page(request, assignment, written, [Problem("", str(refused))], 409)
    messages.success(request, _("Saved. You can go on whenever you like."))
    return redirect("review", pk=pk)


def following(assignment: Assignment, by: Capacity) -> str:
    """The next review of the batch that is not handed in, else the list."""
    rows = Assignment.objects.visible_to(by).filter(panel=assignment.panel_id, state__in=Assignment.WRITABLE)
    after = rows.filter(number__gt=assignment.number).order_by("number").first()
    found = after or rows.order_by("number").first()
    return found.get_absolute_url() if found else "my_reviews"


def typed(request: HttpRequest, assignment: Assignment, seen_revision: int | None = None) -> Written:
    """What the form says."""
    criteria = criteria_of(assignment.panel)
    data, revision = request.POST, request.POST.get("revision", "")
    return Written(
        {row.pk: number(data.get(f"points-{row.pk}", "")) for row in criteria},
        {row.pk: data.get(f"reason-{row.pk}", "")[:500] for row in criteria},
        data.get("recommendation", "") if data.get("recommendation") in Review.Recommendation.values else "",
        data.get("opinion", "")[:4000],
        (int(revision) if revision.isdecimal() and len(revision) < 9 else 0)
        if seen_revision is None
        else seen_revision,
    )


def unreadable(request: HttpRequest, assignment: Assignment) -> list[Problem]:
    """Points that are no number: they are shown again, and what was kept before stays."""
    given = {
        row: request.POST.get(f"points-{row.pk}", "").strip()[:20] for row in criteria_of(assignment.panel)
    }
    return [
        Problem(
            f"points-{row.pk}",
            _("%(name)s: give the points as a number, not “%(typed)s”.")
            % {"name": localized(row, "name"), "typed": words},
            words,
        )
        for row, words in given.items()
        if words and number(words) is None
    ]


def page(
    request: HttpRequest, assignment: Assignment, written: Written, problems: list[Problem], status: int = 200
) -> HttpResponse:
    """The page with what is written and what is wrong with it."""
    by, at = expert_of(request), received_at(request)
    batch = list(Assignment.objects.visible_to(by).filter(panel=assignment.panel_id))
    lines = [line_of(row, written, problems) for row in criteria_of(assignment.panel)]
    scored = [line for line in lines if written.points.get(line.criterion.pk) is not None]
    context = {
        "assignment": assignment,
        "panel": assignment.panel,
        "paper": paper_of(assignment),
        "lines": lines,
        "problems": problems,
        "written": written,
        "refusal": writing_refusal(assignment, at),
        "total": reviewing.total_of([line.criterion for line in scored], written) if scored else None,
        "most": sum(line.criterion.weight for line in scored),
        "scored": len(scored),
        "left": len(lines) - len(scored),
        "recommendations": Review.Recommendation.choices,
        "seat": Seat.objects.filter(panel=assignment.panel_id, expert=assignment.expert_id).first(),
        "due": end_of_day(assignment.panel.due_on),
        "all": len(batch),
        "done": done(batch),
        "others": others_of(assignment),
    }
    return render(request, "panels/review.html", context, status=status)


def line_of(criterion: Criterion, written: Written, problems: list[Problem]) -> Line:
    """A criterion as the page shows it."""
    points = written.points.get(criterion.pk)
    wrong = [problem for problem in problems if problem.field == f"points-{criterion.pk}"]
    words = "".join(problem.typed for problem in wrong)
    return Line(
        criterion,
        words if points is None else f"{points.normalize():f}",
        written.reasons.get(criterion.pk, ""),
        wrong,
        [problem for problem in problems if problem.field == f"reason-{criterion.pk}"],
    )


@login_required
@require_POST
def review_recuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """State a tie while reviewing."""
    own.assignment_of(request, pk)
    try:
        reviewing.recuse(pk, request.POST.get("reason", ""), by=expert_of(request), at=received_at(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("review", pk=pk)
    messages.success(request, _("You are recused. The application goes to somebody else."))
    return redirect("my_reviews")


def open_reviews(request: HttpRequest) -> tuple[QuerySet[Seat], QuerySet[Assignment]]:
    """The invitations and reviews that wait for the expert, for the navigation."""
    by = acting_as(request)
    asked = Seat.objects.visible_to(by).answerable(timezone.localdate())
    rows = Assignment.objects.visible_to(by).filter(
        state__in=Assignment.WRITABLE, panel__state=Panel.State.REVIEWING
    )
    return asked, rows
