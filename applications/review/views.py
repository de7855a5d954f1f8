from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications.intake.differences import revised
from applications.intake.models import Application
from applications.intake.reading import files_for
from applications.intake.rules import available, handles, refusal
from applications.intake.services import perform
from applications.intake.services.reckoning import handed_in, told
from applications.intake.states import as_told
from applications.intake.timeline import timeline
from applications.intake.views.asking import with_application
from applications.intake.workflow import BY_ACTION, Owner, Status, Transition
from applications.review import assigning
from applications.review.checking import Check, check_of
from applications.review.desk import proposed_amount
from applications.review.forms import ActionForm
from applications.review.marks import tags_of
from applications.review.models import InternalNote, PointFinding, Tag
from portal.accounts.capacities import Capacity, acting_as
from portal.api.problems import Refused
from portal.inbox.workdays import Workdays, calendar_warning
from portal.ui.middleware import received_at

LAST_MESSAGES = 3
OFFICES = (Owner.OFFICIAL, Owner.APPROVER)  # who acts on these pages
# Decisions stand: taking one up again is offered only where it can be done.
NOT_OFFERED = ("reconsider",)


def official(request: HttpRequest) -> Capacity:
    """The official's capacity; the workbench does not exist for others."""
    capacity = acting_as(request)
    if capacity.department is None:
        raise Http404
    return capacity


def within(application: Application, capacity: Capacity) -> bool:
    """The department handles it, or is above the one that does: not a station that only recommends."""
    department = capacity.department
    return department is not None and application.round.department.path.startswith(department.path)


def _panels(
    request: HttpRequest, application: Application, bound: ActionForm | None, check: Check | None
) -> list[dict[str, Any]]:
    """An entry per action that concerns officials: its form, or why not; open is what the check suggests."""
    at, panels = received_at(request), []
    gaps = check.gaps if check else []
    for transition, sentence in available(application, official(request), at):
        if transition.by(application.status) not in OFFICES:
            continue
        if sentence and transition.action in NOT_OFFERED:
            continue
        mine = bound is not None and bound.transition.action == transition.action
        form = bound if mine else ActionForm(transition=transition, application=application, at=at, gaps=gaps)
        suggested = check.suggests == transition.action if check else transition.tone == "primary"
        opened = mine or (bound is None and suggested)
        panels.append({"transition": transition, "refusal": sentence, "form": form, "opened": opened})
    return panels


def _page(request: HttpRequest, application: Application, bound: ActionForm | None = None) -> HttpResponse:
    """What was handed in last (not what the applicant is correcting now), and what can be done."""
    letters = application.letters.select_related("department")
    days, check = Workdays(), check_of(application) if within(application, official(request)) else None
    panels = _panels(request, application, bound, check if application.status == Status.SUBMITTED else None)
    submission = application.submissions.order_by("-seq").first()
    sections, answers = handed_in(submission) if submission else told(application, {})
    context = {
        "application": application,
        "submission": submission,
        "sections": sections,
        "answers": answers,
        "files": files_for(application, official(request)),
        "conditions": application.round.conditions.select_related("clause__document"),
        "handles": handles(application, official(request)),
        "check": check,
        "proposed": proposed_amount(application),
        "results": PointFinding.Result.choices,
        "checks": application.status == Status.SUBMITTED and handles(application, official(request)),
        "panels": panels,
        "bound": bound,
        "returnable": any(p["transition"].action == "return" and not p["refusal"] for p in panels),
        "typed_points": bound.typed_points if bound else {},
        "revised": revised(application),
        "thread": application.thread.select_related("author").order_by("-at", "-pk")[:LAST_MESSAGES],
        "days": days.left(application.due_at) if application.due_at else None,
        "calendar_note": calendar_warning(_period_ends(application, days)),
        "letters": letters,
        "timeline": timeline(application.events.all(), letters, internal=True),
        "assigning": assigning.panel(application, official(request)),
        "tags": tags_of([application], official(request)).get(application.pk, []),
        "all_tags": Tag.objects.visible_to(official(request)),
        "notes": InternalNote.objects.visible_to(official(request))
        .filter(application=application)
        .select_related("author"),
    }
    return render(request, "review/application.html", context, status=422 if bound else 200)


def _period_ends(application: Application, days: Workdays) -> Iterator[date]:
    """The last days of the period that runs and of those an action of today would begin."""
    today, round_ = timezone.localdate(), application.round
    if application.due_at:
        yield timezone.localdate(application.due_at)
        yield from (days.add(today, count) for count in (round_.correction_days, round_.decision_days))


@with_application
@require_GET
def review_application(request: HttpRequest, application: Application) -> HttpResponse:
    """Answers, files and timeline on the left; what can be done on the right."""
    official(request)
    return _page(request, application)


@with_application
def review_action(request: HttpRequest, application: Application, action: str) -> HttpResponse:
    """Carry out an official's action; a wrong form or a refusal shows the page again with the sentence."""
    if request.method != "POST":  # back from signing in
        return redirect("review_application", pk=application.pk)
    transition, at = _official_transition(action), received_at(request)
    if sentence := refusal(application, transition, official(request), at):
        messages.error(request, sentence)
        return redirect("review_application", pk=application.pk)
    check = check_of(application)
    gaps = check.gaps if check else []
    form = ActionForm(request.POST, transition=transition, application=application, at=at, gaps=gaps)
    if form.is_valid():
        try:
            done = perform(application.pk, action, capacity=official(request), at=at, inputs=form.inputs())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, said(done, as_told(application.status) != as_told(done.status)))
            return redirect("review_application", pk=application.pk)
    return _page(request, application, form)


def said(done: Application, told: bool) -> str:
    """What the official reads afterwards; `told`: whether the applicant learns of the step."""
    sentence = (
        _("%(number)s: %(state)s. The applicant has been told.")
        if told
        else _("%(number)s: %(state)s. This step stays within the office: the applicant is not told.")
    )
    return sentence % {"number": done.number, "state": done.state.staff_label}


def _official_transition(action: str) -> Transition:
    transition = BY_ACTION.get(action)
    if transition is None or transition.actor not in OFFICES:
        raise Http404
    return transition
