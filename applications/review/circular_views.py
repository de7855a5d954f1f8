"""Writing to many applicants: choose on the workbench, write, see exactly who gets it, send."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.intake import watching
from applications.intake.messages import people_of
from applications.intake.models import Application
from applications.review import circulars
from applications.review.forms import CircularForm
from applications.review.models import Addressee, Circular
from applications.review.queue_views import selection
from applications.review.views import official
from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.inbox.addresses import suppressed_among
from portal.ui.middleware import received_at

PAGE_SIZE = 50
MOST_CHOSEN = 200


def chosen(request: HttpRequest) -> QuerySet[Application]:
    """What the address names: the marked applications, or all that the view and its filters show."""
    rows: QuerySet[Application] = selection(request).selected
    if request.GET.get("scope") == "all":
        return rows
    return rows.filter(pk__in=[pk for text in request.GET.getlist("id")[:MOST_CHOSEN] if (pk := as_id(text))])


def as_id(text: str) -> UUID | None:
    """An id of an application, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def circular_new(request: HttpRequest) -> HttpResponse:
    """Write; what was written is kept and shown with everybody who would get it."""
    by, rows = official(request), chosen(request)
    count = circulars.handled(rows, by).count()
    if not count:
        messages.error(request, _("Mark applications that your department handles, then write to them."))
        return redirect("workbench")
    form = CircularForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = circulars.write(form.cleaned_data["subject"], form.cleaned_data["text"], rows, by=by)
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            return redirect("circular", pk=made.pk)
    context = {"form": form, "count": count, "left_out": rows.count() - count}
    return render(request, "review/circular_new.html", context)


@login_required
@require_safe
def circular(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Before sending: exactly who gets it and how; afterwards how far it is."""
    row = find(pk, official(request))
    addressees = row.addressees.select_related("application__organization", "application__person")
    page = Paginator(addressees.order_by("pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    watching.opened(request, [addressee.application for addressee in page])
    numbers = row.addressees.aggregate(all=Count("pk"), told=Count("pk", filter=Q(told_at__isnull=False)))
    context = {"circular": row, "page": page, "lines": lines(list(page)), "numbers": numbers}
    return render(request, "review/circular.html", context | reach(row) | sample(row))


@login_required
@require_safe
def circulars_sent(request: HttpRequest) -> HttpResponse:
    """What the department has sent, the newest first."""
    rows = Circular.objects.visible_to(official(request)).filter(sent_at__isnull=False)
    counted = rows.select_related("written_by").annotate(n=Count("addressees")).order_by("-sent_at", "pk")
    page = Paginator(counted, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "review/circulars.html", {"page": page})


def find(pk: UUID, by: Capacity) -> Circular:
    """A message of the department, or 404."""
    return get_object_or_404(Circular.objects.visible_to(by).select_related("written_by"), pk=pk)


def lines(rows: list[Addressee]) -> list[dict[str, Any]]:
    """Each application with its people: the name, the address and whether mail reaches it."""
    people = people_of([row.application_id for row in rows])
    rejecting = suppressed_among(person.email for found in people.values() for person in found)
    return [
        {
            "application": row.application,
            "people": [
                (person, mail_reaches(person, rejecting)) for person in people.get(row.application_id, [])
            ],
        }
        for row in rows
    ]


def mail_reaches(person: User, rejecting: set[str]) -> bool:
    """Whether the e-mail leaves; the message in the portal always does."""
    return bool(person.email) and person.email.lower() not in rejecting


def reach(row: Circular) -> dict[str, int]:
    """How many people get it, and how many applications have nobody to read it: two queries."""
    holders = Application.objects.filter(pk__in=row.addressees.values("application")).with_holders()
    found = holders.aggregate(people=Count("holder", distinct=True), reached=Count("pk", distinct=True))
    return {"people": found["people"], "unread": row.addressees.count() - found["reached"]}


def sample(row: Circular) -> dict[str, str]:
    """The words as the first addressee reads them."""
    first = row.addressees.select_related(
        "application__round__program", "application__organization", "application__person"
    ).first()
    if first is None:
        return {}
    subject, text = circulars.words(row, first.application)
    return {"sample_subject": subject, "sample_text": text}


@login_required
@require_POST
def circular_send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send once; a second press says that it was sent."""
    by = official(request)
    row = find(pk, by)
    if circulars.send(pk, at=received_at(request), by=by):
        count = row.addressees.count()
        text = ngettext(
            "The message is on its way to %(n)d application.",
            "The message is on its way to %(n)d applications.",
            count,
        )
        messages.success(request, text % {"n": count})
    else:
        messages.info(request, _("This message was sent already; nobody gets it twice."))
    return redirect("circular", pk=pk)
