"""“What can we get?”: for the reader's organization, for six answers, and for officials who look at one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from portal.organizations import watching
from portal.organizations.views.access import visible
from portal.ui.exports import csv_response, spreadsheet_response
from programs.catalog.filters import received_at
from programs.screening import tables, typed_in
from programs.screening.choosing import Choosing, grouped, narrowed
from programs.screening.judging import Judged, screen
from programs.screening.showing import show
from programs.screening.subjects import Subject, of_organization, of_reader

PAGE_SIZE = 20
FIRST = 5  # of each group, before one asks for all


@require_safe
def what_can_we_get(request: HttpRequest) -> HttpResponse:
    """All programs by how far the reader is from them; who is not known is asked six questions first."""
    subject = of_reader(request, received_at(request))
    if subject is None:
        return render(request, "screening/answers.html", {"form": typed_in.Questionnaire(), "begins": True})
    return checked(request, subject, reverse("what_can_we_get"))


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest) -> HttpResponse:
    """The six questions; the answers stay in the session."""
    if request.method == "POST" and "forget" in request.POST:
        typed_in.forget(request)
        return redirect("what_can_we_get")
    kept = typed_in.answers_of(request)
    form = typed_in.Questionnaire(request.POST if request.method == "POST" else None, initial=kept)
    if request.method == "POST" and form.is_valid():
        typed_in.keep(request, form.cleaned_data, timezone.localdate(received_at(request)))
        return redirect("what_can_we_get")
    context = {"form": form, "begins": not kept}
    return render(request, "screening/answers.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def organization_check(request: HttpRequest, uscc: str) -> HttpResponse:
    """The same of an organization the reader sees."""
    return checked(request, _seen(request, uscc), request.path)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Every program and condition as a table, as filtered."""
    subject = of_reader(request, received_at(request))
    return _table(request, subject) if subject else redirect("what_can_we_get")


@login_required
@require_safe
def organization_export(request: HttpRequest, uscc: str) -> HttpResponse:
    """The same of an organization the reader sees; officials' downloads are noted."""
    subject = _seen(request, uscc)
    if subject.organization:
        watching.exported(request, [(subject.organization.pk, subject.name)])
    return _table(request, subject)


def checked(request: HttpRequest, subject: Subject, address: str) -> HttpResponse:
    """An overview, one group in pages with `group`, everything for paper with `print`."""
    form = Choosing(request.GET)
    chosen = form.chosen()
    found = narrowed(screen(subject.file, subject.at), chosen, subject.at)
    context = {
        "subject": subject,
        "address": address,
        "form": form,
        "counted": grouped(found),
        "total": len(found),
        "query": "&".join(f"{name}={value}" for name, value in chosen.items() if name != "group"),
    }
    if "print" in request.GET:
        return render(request, "screening/print.html", context | {"groups": _whole(found, subject)})
    if group := chosen.get("group"):
        return render(request, "screening/group.html", context | _one(request, found, group, subject))
    return render(request, "screening/overview.html", context | {"groups": _first(found, subject)})


def _whole(found: list[Judged], subject: Subject) -> list[dict[str, Any]]:
    """Every group with everything in it."""
    ordered = [row for part in grouped(found) for row in part.rows]
    shown = show(ordered, subject.at, subject.place)
    return _divided(found, shown)


def _first(found: list[Judged], subject: Subject) -> list[dict[str, Any]]:
    """Every group with its first few."""
    ordered = [row for part in grouped(found) for row in part.rows[:FIRST]]
    return _divided(found, show(ordered, subject.at, subject.place))


def _divided(found: list[Judged], shown: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "group": part.group,
            "count": part.count,
            "rows": [row for row in shown if row.judged.group == part.group],
        }
        for part in grouped(found)
    ]


def _one(request: HttpRequest, found: list[Judged], group: str, subject: Subject) -> dict[str, Any]:
    """A page of one group."""
    rows = [row for row in found if row.group == group]
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "group": next(part.group for part in grouped(found) if part.group == group),
        "page": page,
        "rows": show(page.object_list, subject.at, subject.place),
    }


def _seen(request: HttpRequest, uscc: str) -> Subject:
    """An organization the reader sees, else 404; that an official looked is noted."""
    organization = visible(request, uscc)
    watching.opened(request, [organization])
    return of_organization(request, organization, received_at(request))


def _table(request: HttpRequest, subject: Subject) -> HttpResponse:
    chosen = Choosing(request.GET).chosen()
    found = narrowed(screen(subject.file, subject.at), chosen, subject.at)
    if group := chosen.get("group"):
        found = [row for row in found if row.group == group]
    rows = [tables.header(), *tables.lines(show(found, subject.at, subject.place))]
    if request.GET.get("format") == "csv":
        return csv_response(rows, "programs-checked.csv")
    return spreadsheet_response(rows, "programs-checked.xlsx")
