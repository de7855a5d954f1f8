from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from applications.intake.models import Application
from applications.intake.rules import needs_proof
from applications.intake.services import LimitReached, start
from applications.intake.services.start import starting_refusal
from applications.intake.views.asking import received_at
from portal.accounts.capacities import Capacity, acting_as
from portal.api.problems import Refused
from programs.catalog.models import Round


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
        application = start(round_, capacity=capacity, at=received_at(request), team_name=team)
    except LimitReached:
        return redirect("application_start", round_id=round_.pk)
    except Refused as refused:
        return _page(request, round_, str(refused), status=409)
    return redirect("application_edit", pk=application.pk)


def _page(request: HttpRequest, round_: Round, refusal: str | None, status: int = 200) -> HttpResponse:
    capacity = acting_as(request)
    existing = _existing(round_, capacity)
    context: dict[str, Any] = {
        "round": round_,
        "acting": capacity,
        "refusal": refusal,
        "existing": existing,
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


def _suitable(request: HttpRequest, round_: Round) -> list[Capacity]:
    """The reader's other capacities from which this round takes applications."""
    capacities: list[Capacity] = list(request.capacities)  # type: ignore[attr-defined]  # CapacityMiddleware
    at, acting = received_at(request), acting_as(request)
    return [c for c in capacities if c.key != acting.key and not starting_refusal(round_, c, at)]
