"""What of their applications waits for a person, for the to-do page."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.intake.models import Application
from applications.intake.services import signing
from applications.intake.services.talking import unanswered
from applications.intake.workflow import Status
from portal.accounts.capacities import acting
from portal.accounts.todo import Panel, Todo
from portal.organizations.models import Membership, Organization
from portal.organizations.rules import writes
from portal.ui.middleware import received_at
from portal.ui.texts import localized

LATEST, MOST_QUESTIONS = 5, 20


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """Drafts that can still be submitted and applications returned for correction."""
    capacity = acting(request)
    if capacity is None or not writes(capacity):
        return
    now = received_at(request)
    rows = Application.objects.visible_to(capacity).with_until().select_related("round__program")
    for row in rows.filter(status__in=[Status.DRAFT, Status.RETURNED]):
        if row.until is None or row.until >= now:
            yield _todo(row)


def to_sign(request: HttpRequest) -> Iterator[Todo]:
    """What a signatory was asked to sign off and is still as it was then."""
    capacity = acting(request)
    if capacity is None or capacity.role != Membership.Role.SIGNATORY:
        return
    now = received_at(request)
    rows: Any = Application.objects.visible_to(capacity).with_until()
    open_ones = rows.filter(status__in=[Status.DRAFT, Status.RETURNED], round__sign_off=True)
    asked = open_ones.filter(events__kind=signing.ASKED).distinct()
    for row in asked.select_related("round__program", "organization"):
        content = signing.content_now(row)
        late = row.until is not None and row.until < now
        if late or signing.asked_for(row) != content or signing.sign_off_of(row, content):
            continue
        program = {"program": localized(row.round.program, "title")}
        url = reverse("application_check", args=[row.pk])
        title = _("Sign off the application: %(program)s") % program
        yield Todo(title, localized(row.round, "name"), url, _("Read and sign off"), row.until)


def _todo(row: Any) -> Todo:
    program, url = localized(row.round.program, "title"), reverse("application", args=[row.pk])
    if row.status == Status.DRAFT:
        detail = localized(row.round, "name")
        edit = reverse("application_edit", args=[row.pk])
        return Todo(
            _("Finish the draft: %(program)s") % {"program": program}, detail, edit, _("Continue"), row.until
        )
    detail = ngettext(
        "%(number)s, returned %(n)d time. Without a correction it closes.",
        "%(number)s, returned %(n)d times. Without a correction it closes.",
        row.times_returned,
    ) % {"number": row.number, "n": row.times_returned}
    title = _("Correct the application: %(program)s") % {"program": program}
    return Todo(title, detail, url, _("See the points"), row.until)


def questions(request: HttpRequest) -> Iterator[Todo]:
    """What applicants asked the department and nobody has answered."""
    capacity = acting(request)
    if capacity is None or capacity.department is None:
        return
    rows = unanswered(capacity).select_related("round__program", "organization", "person")
    for row in rows[:MOST_QUESTIONS]:
        title = _("Answer the question of %(applicant)s") % {"applicant": row.applicant_name}
        detail = f"{localized(row.round.program, 'title')} {row.number or ''}".strip()
        yield Todo(title, detail, reverse("application_messages", args=[row.pk]), _("Read and answer"))


def latest(request: HttpRequest) -> Panel | None:
    """The applications changed last."""
    capacity = acting(request)
    if capacity is None or capacity.kind not in ("organization", "self"):
        return None
    rows = Application.objects.visible_to(capacity).select_related("round__program", "organization", "person")
    found = list(rows.order_by("-changed_at", "id")[:LATEST])
    if not found:
        return None
    link, url = _("All applications"), reverse("application_list")
    return Panel(
        "applications", _("My applications"), "intake/panel.html", {"applications": found}, url, link
    )


def taken(organization: Organization) -> Iterable[int]:
    """The rounds, by number, in which the organization has as many live applications as it may."""
    live = Application.objects.live().filter(organization=organization).order_by().values("round")
    full = live.annotate(n=Count("pk")).filter(n__gte=F("round__live_limit"))
    return full.values_list("round", flat=True)
