"""A person's own place in the pool: apply, state ties and days away; and recommending somebody."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.experts import services
from applications.experts.forms import AbsenceForm, OwnForm, RecommendationForm, TieForm
from applications.experts.models import Expert
from applications.experts.rules import recommending_refusal
from portal.accounts.capacities import Capacity, acting_as, oneself
from portal.api.problems import Refused
from portal.ui.middleware import received_at


@login_required
def expert_file(request: HttpRequest) -> HttpResponse:
    """What is on file about oneself, to apply with or to change; ties and days away beside it."""
    by = oneself(request)
    expert = services.own(by.user)
    form = OwnForm(request.POST or None, instance=expert or Expert(name=by.user.name))
    if request.method == "POST" and form.is_valid():
        try:
            services.apply(form.facts(), by=by, at=received_at(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. The department sees it from now on."))
            return redirect("expert_file")
    expert = services.own(by.user)
    return render(
        request,
        "experts/own.html",
        {"form": form, "expert": expert, **beside(expert)},
        status=422 if form.errors else 200,
    )


def beside(expert: Expert | None) -> dict[str, Any]:
    """Ties and days away, with the forms to add some; nothing before one has applied."""
    if expert is None or expert.user_id is None:
        return {}
    return {
        "ties": expert.ties.filter(withdrawn_at=None),
        "absences": expert.absences.all(),
        "tie_form": TieForm(prefix="tie"),
        "absence_form": AbsenceForm(prefix="absence"),
    }


def mine(request: HttpRequest) -> tuple[Expert, Capacity]:
    """The reader's own row; 404 before they have applied."""
    by = oneself(request)
    expert = services.own(by.user)
    if expert is None or expert.user_id is None:
        raise Http404
    return expert, by


def added(request: HttpRequest, form: forms.ModelForm, add: Any, done: str) -> HttpResponse:
    """Keep what a small form says, or show the page with what is wrong."""
    expert, by = mine(request)
    form.instance.expert = expert
    if form.is_valid():
        add(form.save(commit=False), by=by, at=received_at(request))
        messages.success(request, done)
        return redirect("expert_file")
    name = "tie_form" if isinstance(form, TieForm) else "absence_form"
    context = {"form": OwnForm(instance=expert), "expert": expert, **beside(expert), name: form}
    return render(request, "experts/own.html", context, status=422)


@login_required
@require_POST
def tie_add(request: HttpRequest) -> HttpResponse:
    """State a tie."""
    return added(request, TieForm(request.POST, prefix="tie"), services.state_tie, _("The tie is kept."))


@login_required
@require_POST
def absence_add(request: HttpRequest) -> HttpResponse:
    """Name days away."""
    form = AbsenceForm(request.POST, prefix="absence")
    return added(request, form, services.add_absence, _("You are not asked on these days."))


@login_required
@require_POST
def tie_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a tie back."""
    return withdrawn(request, services.withdraw_tie, pk)


@login_required
@require_POST
def absence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Be there after all."""
    return withdrawn(request, services.remove_absence, pk)


def withdrawn(request: HttpRequest, remove: Any, pk: int) -> HttpResponse:
    expert, by = mine(request)
    expert_id: UUID = expert.pk
    try:
        remove(expert_id, pk, by=by, at=received_at(request))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("expert_file")


@login_required
def expert_recommend(request: HttpRequest) -> HttpResponse:
    """Recommend somebody, and see whom one has recommended."""
    by = acting_as(request)
    if recommending_refusal(by):
        raise Http404
    form = RecommendationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            facts = form.facts()
            services.recommend(facts, facts.pop("email"), by=by, at=received_at(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Recommended. The person takes it up with their own account."))
            return redirect("expert_recommend")
    rows = Expert.objects.filter(
        recommended_by_department=by.department, recommended_by_organization=by.organization
    )
    return render(
        request,
        "experts/recommend.html",
        {"form": form, "recommended": rows.order_by("-applied_at")[:50]},
        status=422 if form.errors else 200,
    )
