from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from applications.intake.models import Application
from applications.intake.rules import may_edit, needs_proof
from applications.intake.services import LimitReached, reuse, start
from applications.intake.services.copying import Offer, offer, offer_at_start
from applications.intake.services.prefill import FILE
from applications.intake.services.start import starting_refusal
from applications.intake.views.asking import with_application
from portal.accounts.capacities import Capacity, acting_as
from portal.api.problems import Refused
from portal.ui.middleware import received_at
from programs.catalog.models import Round
from programs.forms.screens import questions
from programs.forms.services import version_of


@login_required
def application_start(request: HttpRequest, round_id: int) -> HttpResponse:
    """Who applies and what is needed; a POST starts the draft."""
    capacity = acting_as(request)
    rounds = Round.objects.visible_to(capacity).select_related("program", "department")
    round_ = get_object_or_404(rounds, pk=round_id)
    if request.method != "POST":
        return _page(request, round_, starting_refusal(round_, capacity, received_at(request)))
    team = " ".join(request.POST.get("team_name", "").split())[:80]
    try:
        application = start(
            round_,
            capacity=capacity,
            at=received_at(request),
            team_name=team,
            reuse="reuse" in request.POST,
        )
    except LimitReached:
        return redirect("application_start", round_id=round_.pk)
    except Refused as refused:
        return _page(request, round_, str(refused), status=409)
    _tell_filled(request, application)
    return redirect("application_edit", pk=application.pk)


def _tell_filled(request: HttpRequest, application: Application) -> None:
    """How many answers are there already, and from where."""
    from_file = sum(source.startswith(FILE) for source in application.sources.values())
    if from_file:
        words = ngettext(
            "%(count)s answer comes from your organization's file. Check it.",
            "%(count)s answers come from your organization's file. Check them.",
            from_file,
        )
        messages.info(request, words % {"count": from_file})
    others = len(application.sources) - from_file
    _tell_reused(request, others, application.attachments.count())


def _tell_reused(request: HttpRequest, answers: int, files: int) -> None:
    if answers:
        words = ngettext(
            "%(count)s answer comes from your earlier application. Check whether it still holds.",
            "%(count)s answers come from your earlier application. Check whether they still hold.",
            answers,
        )
        messages.info(request, words % {"count": answers})
    if files:
        words = ngettext(
            "%(count)s file comes from your earlier application. Check whether it is still current.",
            "%(count)s files come from your earlier application. Check whether they are still current.",
            files,
        )
        messages.info(request, words % {"count": files})


@with_application
def application_reuse(request: HttpRequest, application: Application) -> HttpResponse:
    """What a draft can take over from the applicant's earlier application; a POST takes it."""
    capacity = acting_as(request)
    found = offer(application, capacity, received_at(request))
    if found is None or not may_edit(application, capacity):
        return redirect("application", pk=application.pk)
    if request.method == "POST":
        try:
            done = reuse(application.pk, capacity=capacity, at=received_at(request))
        except Refused as refused:
            messages.warning(request, str(refused))
            return redirect("application", pk=application.pk)
        _tell_reused(request, len(done.filled.answers), len(done.files))
        return redirect("application_edit", pk=application.pk)
    asked = [q for q in questions(application.form_version) if q.key in found.filled.answers]
    context = {"application": application, "offer": found, "asked": asked}
    return render(request, "intake/reuse.html", context)


def _page(request: HttpRequest, round_: Round, refusal: str | None, status: int = 200) -> HttpResponse:
    capacity = acting_as(request)
    existing = _existing(round_, capacity)
    context: dict[str, Any] = {
        "round": round_,
        "acting": capacity,
        "refusal": refusal,
        "existing": existing,
        "earlier": _earlier(request, round_) if not refusal else None,
        "full": len(existing) >= round_.live_limit,
        "must_prove": needs_proof(round_, capacity.organization),
        "suitable": _suitable(request, round_),
        "documents": round_.documents.select_related("clause__document"),
        "may_be_team": Application.ApplicantKind.TEAM in round_.applicant_kinds,
        "must_be_team": Application.ApplicantKind.PERSON not in round_.applicant_kinds,
    }
    return render(request, "intake/start.html", context, status=status)


def _existing(round_: Round, capacity: Capacity) -> list[Application]:
    """The applicant's live applications in this round."""
    if capacity.kind not in ("organization", "self"):
        return []
    mine = Application.objects.visible_to(capacity).live().filter(round=round_)
    return list(mine.order_by("-created_at"))


def _earlier(request: HttpRequest, round_: Round) -> Offer | None:
    """What the applicant's earlier application would give this round's form."""
    version = version_of(round_)
    if version is None:
        return None
    return offer_at_start(round_, version, acting_as(request), received_at(request))


def _suitable(request: HttpRequest, round_: Round) -> list[Capacity]:
    """The reader's other capacities from which this round takes applications."""
    capacities: list[Capacity] = list(request.capacities)  # type: ignore[attr-defined]  # CapacityMiddleware
    at, acting = received_at(request), acting_as(request)
    return [c for c in capacities if c.key != acting.key and not starting_refusal(round_, c, at)]
