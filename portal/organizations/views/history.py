"""The history of an organization: the newest on its page, all of it by pages and as a spreadsheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

import django_filters
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from portal.accounts.models import User
from portal.api.keyset import BadCursor, Keyset
from portal.organizations import watching
from portal.organizations.events import TITLES, details_of
from portal.organizations.models import Organization, OrganizationEvent
from portal.organizations.views.access import visible
from portal.ui.exports import spreadsheet_response
from portal.ui.formats.dates import local

ON_THE_PAGE, PAGE_SIZE, CHUNK = 10, 50, 500
ORDERINGS = {"newest": gettext_lazy("Newest first"), "oldest": gettext_lazy("Oldest first")}
KEYSET = Keyset({"newest": ["-at", "-id"], "oldest": ["at", "id"]})


@dataclass(frozen=True)
class Line:
    """An event as the timeline shows it."""

    title: str
    at: datetime
    text: str
    state: str


class HistoryFilter(django_filters.FilterSet):
    """By what happened."""

    kind = django_filters.ChoiceFilter(
        choices=list(TITLES.items()), label=gettext_lazy("What happened"), empty_label=gettext_lazy("All")
    )

    class Meta:
        model = OrganizationEvent
        fields = ["kind"]


def latest(organization: Organization) -> list[Line]:
    """The newest events in words."""
    events = OrganizationEvent.objects.filter(subject=organization).select_related("actor").order_by("-seq")
    return lines(list(events[:ON_THE_PAGE]))


def lines(events: Sequence[OrganizationEvent]) -> list[Line]:
    """Events in words, in two queries and those of the apps that know what theirs are about."""
    ids = [event.payload["person"] for event in events if event.payload and "person" in event.payload]
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
    details = details_of(events)
    return [
        Line(
            str(TITLES[event.kind]),
            event.at,
            " · ".join(filter(None, [described(event, names), details.get(event.pk, "")])),
            "stop" if event.kind.endswith("refused") else "done",
        )
        for event in events
    ]


def described(event: OrganizationEvent, names: dict[int, str]) -> str:
    """Who did it, about whom or what."""
    payload = event.payload or {}
    parts = [str(event.actor) if event.actor else _("The portal")]
    person = names.get(payload.get("person", 0), "")
    if person and person != parts[0]:
        parts.append(person)
    if "changes" in payload:
        labels = {field.name: str(field.verbose_name) for field in Organization._meta.fields}
        fields = _(", ").join(labels[name] for name in payload["changes"])
        parts.append(_("changed: %(fields)s") % {"fields": fields})
    if payload.get("reason"):
        parts.append(payload["reason"])
    return " · ".join(parts)


def selection(request: HttpRequest, uscc: str) -> tuple[Organization, HistoryFilter]:
    organization = visible(request, uscc)
    events = OrganizationEvent.objects.filter(subject=organization).select_related("actor")
    return organization, HistoryFilter(request.GET, queryset=events)


@login_required
@require_GET
def organization_history(request: HttpRequest, uscc: str) -> HttpResponse:
    """A page of what happened, and how much there is."""
    organization, found = selection(request, uscc)
    watching.opened(request, [organization])
    rows, ordering = found.qs, request.GET.get("ordering", KEYSET.default)
    try:
        page = KEYSET.page(rows, PAGE_SIZE, ordering, request.GET.get("cursor", ""))
    except (KeyError, BadCursor):
        return redirect("organization_history", uscc)
    context = {
        "organization": organization,
        "form": found.form,
        "events": lines(page.rows),
        "total": rows.count(),
        "ordering": ordering,
        "orderings": ORDERINGS.items(),
    }
    return render(request, "organizations/history.html", context | page.addresses(request.GET.dict()))


@login_required
@require_GET
def organization_history_export(request: HttpRequest, uscc: str) -> HttpResponse:
    """What the address selects, as a spreadsheet."""
    organization, found = selection(request, uscc)
    watching.exported(request, [(organization.pk, organization.name)])
    return spreadsheet_response(_table(found), f"{organization.uscc}-history.xlsx")


def _table(found: HistoryFilter) -> Iterator[list[str]]:
    yield [_("Time"), _("What happened"), _("Details")]
    for events in batched(found.qs.order_by("at", "id").iterator(chunk_size=CHUNK), CHUNK):
        for line in lines(events):
            yield [f"{local(line.at):%Y-%m-%d %H:%M:%S}", line.title, line.text]
