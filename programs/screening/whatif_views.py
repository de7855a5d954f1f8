"""The what-if pages: rule sets to choose from, one of them with other numbers, two settings side by side."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.accounts.capacities import Capacity, acting_as
from programs.catalog.models import Round
from programs.screening.models import Scenario
from programs.screening.whatif import WhatIf, asked
from programs.screening.whatif_access import Subject, find, programs_of, rounds_of
from programs.screening.whatif_controls import AMOUNT
from programs.screening.whatif_groups import breakdowns
from programs.screening.whatif_thresholds import plain

PAGE_SIZE = 20
KINDS = ("department", "admin")


def official(request: HttpRequest) -> Capacity:
    """An official's capacity or the admin's; the pages do not exist for others."""
    capacity = acting_as(request)
    if capacity.kind not in KINDS:
        raise Http404
    return capacity


def subject_of(request: HttpRequest, kind: str, pk: int) -> Subject:
    """The rule set of the address."""
    return find(kind, pk, official(request))


@login_required
@require_safe
def what_if_list(request: HttpRequest) -> HttpResponse:
    """Rounds, and programs that have none, with tests: the ones to choose from."""
    by, words = official(request), request.GET.get("q", "").strip()
    rounds = rounds_of(by).filter(conditions__test__isnull=False).distinct()
    programs = programs_of(by).filter(conditions__test__isnull=False, rounds=None).distinct()
    if words:
        rounds = rounds.filter(Q(program__title__icontains=words) | Q(program__title_en__icontains=words))
        programs = programs.filter(Q(title__icontains=words) | Q(title_en__icontains=words))
    page = Paginator(rounds.select_related("program", "department").order_by("-opens_at", "-pk"), PAGE_SIZE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "programs": programs.select_related("department").order_by("title", "pk")[:PAGE_SIZE],
        "words": words,
        "at": request.received_at,  # type: ignore[attr-defined]  # set by the first middleware
    }
    return render(request, "screening/what_if_list.html", context)


@login_required
@require_safe
def what_if(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One rule set: thresholds on the left, what follows on the right. Everything is in the address."""
    by = official(request)
    subject = find(kind, pk, by)
    form, question = asked(subject, by, request.GET)
    context = page_context(request, form, question) | {"name": ""}
    return render(request, "screening/what_if.html", context, status=422 if form.errors else 200)


def page_context(request: HttpRequest, form: Any, question: WhatIf) -> dict[str, Any]:
    """What the page shows."""
    subject = question.subject
    scenarios = Scenario.objects.visible_to(question.by).of(subject.row).select_related("by")
    return {
        "subject": subject,
        "title": subject.program,
        "form": form,
        "controls": form.controls(),
        "whatif": question,
        "counts": question.counts,
        "groups": breakdowns(question),
        "query": address(question),
        "scenarios": scenarios,
        "is_open": bool(subject.round and subject.round.status == Round.Status.PUBLISHED),
    }


def address(question: WhatIf) -> str:
    """The setting as the parameters of an address."""
    query = QueryDict(mutable=True)
    for key, value in question.changes.items():
        query[key] = plain(value)
    if question.amount is not None and question.amount != question.usual:
        query[AMOUNT] = plain(question.amount)
    return query.urlencode()


def address_of(scenario: Scenario) -> str:
    """The page with the setting of a scenario."""
    query: dict[str, Any] = dict(scenario.changes)
    if scenario.amount is not None:
        query[AMOUNT] = plain(scenario.amount)
    kind, pk = ("round", scenario.round_id) if scenario.round_id else ("program", scenario.program_id)
    return reverse("what_if", args=[kind, pk], query=query)


@login_required
@require_safe
def compare(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Two scenarios of a rule set side by side, the newest where none is named; one beside what holds."""
    by = official(request)
    subject = find(kind, pk, by)
    rows = Scenario.objects.visible_to(by).of(subject.row).select_related("by")
    chosen = [
        number for number in request.GET.getlist("scenario")[:2] if number.isascii() and number.isdigit()
    ]
    chosen = chosen or [str(row.pk) for row in rows[:2]]
    if not chosen:
        raise Http404
    columns = [column(subject, by, get_object_or_404(rows, pk=int(number))) for number in chosen]
    if len(columns) == 1:
        columns.insert(0, column(subject, by, None))
    context = {"subject": subject, "columns": columns, "lines": lines(columns)}
    return render(request, "screening/what_if_compare.html", context)


def column(subject: Subject, by: Capacity, scenario: Scenario | None) -> dict[str, Any]:
    """One setting with its answer."""
    data = QueryDict(mutable=True)
    if scenario:
        data.update(scenario.changes)
        if scenario.amount is not None:
            data[AMOUNT] = plain(scenario.amount)
    form, question = asked(subject, by, data)
    return {
        "scenario": scenario,
        "form": form,
        "whatif": question,
        "url": address_of(scenario) if scenario else "",
    }


def lines(columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The thresholds, each with its number in both."""
    both = zip(*(found["form"].controls() for found in columns), strict=True)
    return [
        {"label": left.label, "cells": [left.tried, right.tried], "differ": left.value != right.value}
        for left, right in both
    ]
