"""The pool for officials: list, one expert, decisions, numbers in full."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from applications.experts import services
from applications.experts.fields import labels
from applications.experts.forms import DecisionForm
from applications.experts.history import told
from applications.experts.listing import KEYSET, ORDERINGS, PAGE_SIZE, ExpertFilter, rows_for, table
from applications.experts.models import Expert
from applications.experts.rules import keeping_refusal, reader, recommending_refusal
from portal.access.services import Subject, SubjectKind, Verb, note, person
from portal.accounts.capacities import acting_as
from portal.api.keyset import BadCursor
from portal.api.problems import Refused
from portal.ui.exports import spreadsheet_response
from portal.ui.middleware import received_at


def selection(request: HttpRequest) -> tuple[ExpertFilter, QuerySet[Expert]]:
    """The filter of the address and what it leaves; a wrong filter leaves all."""
    rows = rows_for(reader(request))
    found = ExpertFilter(request.GET, queryset=rows)
    return found, found.qs if found.is_valid() else rows


@login_required
@require_safe
def expert_list(request: HttpRequest) -> HttpResponse:
    """A page of the pool."""
    found, rows = selection(request)
    ordering = request.GET.get("ordering", KEYSET.default)
    try:
        page = KEYSET.page(rows, PAGE_SIZE, ordering, request.GET.get("cursor", ""))
    except (KeyError, BadCursor):
        return redirect("expert_list")
    context = {
        "filter": found,
        "rows": page.rows,
        "total": rows.count(),
        "ordering": ordering,
        "orderings": ORDERINGS.items(),
        "query": request.GET.urlencode(),
        "recommends": recommending_refusal(acting_as(request)) is None,
    }
    return render(request, "experts/list.html", context | page.addresses(request.GET.dict()))


@login_required
@require_safe
def expert_export(request: HttpRequest) -> HttpResponse:
    """What the address selects as XLSX, numbers masked; written down for each person."""
    _found, rows = selection(request)
    note(request, Verb.EXPORTED, [subject(row) for row in rows.filter(user__isnull=False)], _("Experts"))
    return spreadsheet_response(table(rows.order_by("name", "pk")), _("Experts") + ".xlsx")


def subject(expert: Expert) -> Subject:
    """Whose data an expert's file is."""
    if expert.user_id is None:
        return Subject(SubjectKind.PERSON, 0, expert.name)
    return Subject(SubjectKind.PERSON, expert.user_id, expert.name)


def seen(request: HttpRequest, pk: UUID) -> Expert:
    """An expert of the pool, or 404."""
    rows = rows_for(reader(request)).select_related("user", "decided_by")
    return get_object_or_404(rows, pk=pk)


def page(request: HttpRequest, expert: Expert, form: DecisionForm, status: int = 200) -> HttpResponse:
    """One expert with ties, days away and what can be decided."""
    if expert.user:
        note(request, Verb.OPENED, [person(expert.user)], _("Expert"))
    decisions = [
        (action, decision)
        for action, decision in services.DECISIONS.items()
        if expert.status in decision.sources
    ]
    context = {
        "expert": expert,
        "fields": labels(expert.fields),
        "numbers": [(name, services.label_of(name), mask) for name, mask in expert.masked.items() if mask],
        "ties": expert.ties.filter(withdrawn_at=None),
        "absences": expert.absences.all(),
        "form": form,
        "actions": [action for action, _decision in decisions],
        "refusal": keeping_refusal(acting_as(request)),
        "events": told(expert.events.select_related("actor").order_by("-seq")[:20]),
    }
    return render(request, "experts/expert.html", context, status=status)


@login_required
@require_safe
def expert(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One expert."""
    return page(request, seen(request, pk), DecisionForm())


@login_required
@require_POST
def expert_decide(request: HttpRequest, pk: UUID, action: str) -> HttpResponse:
    """List, refuse, suspend or resume."""
    row, form = seen(request, pk), DecisionForm(request.POST)
    if not form.is_valid():
        return page(request, row, form, 422)
    try:
        services.decide(pk, action, by=acting_as(request), at=received_at(request), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return page(request, seen(request, pk), form, 409)
    messages.success(request, _("Done. The expert has been told."))
    return redirect("expert", pk=pk)


@never_cache
@login_required
def expert_number(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Asks for the reason, writes it down, and shows the number on this one page."""
    row = seen(request, pk)
    if not row.masked.get(name):
        raise Http404
    reason = request.POST.get("reason", "")
    context = {
        "label": services.label_of(name),
        "whose": row.name,
        "crumb": row.name,
        "back": reverse("expert", args=[row.pk]),
        "hint": _("The reason is recorded."),
        "mask": row.masked[name],
        "refusal": keeping_refusal(acting_as(request)),
        "reason": reason,
    }
    if request.method != "POST":
        return render(request, "privacy/number.html", context)
    try:
        context["number"] = services.reveal(
            pk, name, reason=reason, by=acting_as(request), at=received_at(request)
        )
    except Refused as refused:
        return render(request, "privacy/number.html", context | {"error": str(refused)}, status=409)
    note(request, Verb.REVEALED, [subject(row)], services.label_of(name))
    return render(request, "privacy/number.html", context)
