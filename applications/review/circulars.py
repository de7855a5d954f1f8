"""Messages of a department to many applicants: written, previewed, sent once.

Sending only marks the message; its addressees are told in chunks, found again from rows, each chunk with
its events and outbox rows in one transaction.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.intake.messages import people_of
from applications.intake.models import Application, ApplicationEvent
from applications.review.models import Addressee, Circular
from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.history.services import record
from portal.inbox.hints import hint
from portal.inbox.services import Note, in_language, send_all
from portal.inbox.texts import fill, places_in
from portal.ui.texts import localized

TASK = "applications.review.tasks.send_circulars"
KIND = EVENT = "messaged"
PLACES = ("number", "program", "applicant")
CHUNK = 200
MOST = 50_000
KEPT_UNSENT = timedelta(days=7)


def handled(rows: QuerySet[Application], by: Capacity) -> QuerySet[Application]:
    """Of these applications those whose round the department itself handles."""
    return rows.filter(round__department=by.department)


@transaction.atomic
def write(
    subject: str, text: str, rows: QuerySet[Application], *, by: Capacity, draft: Circular | None = None
) -> Circular:
    """Keep a message and whom it is for; nothing is sent. Refused says what is wrong.

    draft: an unsent one to write over.
    """
    if by.department is None:
        raise Http404
    examine(subject, text)
    chosen = list(handled(rows, by).order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if not chosen:
        raise Refused(_("Your department handles none of these applications. Choose others."))
    if len(chosen) > MOST:
        raise Refused(_("At most %(n)d applications at once. Narrow the filter.") % {"n": MOST})
    circular = draft or Circular()
    circular.department, circular.written_by, circular.capacity = by.department, by.user, by.key
    circular.subject, circular.text = subject, text
    circular.save()
    for part in batched(chosen, 5000):
        Addressee.objects.bulk_create(Addressee(circular=circular, application_id=pk) for pk in part)
    return circular


def examine(subject: str, text: str) -> None:
    """Refuse words with places that nobody can fill."""
    try:
        unknown = (places_in(subject) | places_in(text)) - set(PLACES)
    except ValueError:
        raise Refused(
            _("In braces only {number}, {program} and {applicant} are understood; write {{ for a brace.")
        ) from None
    if unknown:
        raise Refused(
            _("Nobody knows what {%(name)s} stands for. Use {number}, {program} or {applicant}.")
            % {"name": min(unknown)}
        )


@transaction.atomic
def send(circular_id: UUID, *, at: datetime, by: Capacity) -> bool:
    """Send what was previewed; False when it was sent before: a second press changes nothing."""
    rows = Circular.objects.visible_to(by).select_for_update(of=("self",))
    circular = rows.filter(pk=circular_id).first()
    if circular is None:
        raise Http404
    if circular.sent_at:
        return False
    circular.sent_at, circular.written_by, circular.capacity = at, by.user, by.key
    circular.save(update_fields=["sent_at", "written_by", "capacity"])
    hint(TASK)
    return True


def tell_all() -> int:
    """Tell everybody who has not been told yet; how many applications. Several may run at once."""
    count = 0
    while told := tell_some():
        count += told
    return count


@transaction.atomic
def tell_some() -> int:
    """Tell the people of up to CHUNK applications, with the event of each; how many applications."""
    waiting = Addressee.objects.filter(told_at__isnull=True, circular__sent_at__isnull=False)
    locked = waiting.select_for_update(of=("self",), skip_locked=True).order_by("circular", "pk")
    rows = list(locked.select_related("circular__written_by")[:CHUNK])
    if not rows:
        return 0
    ids = [row.application_id for row in rows]
    related = ("round__program", "organization", "person")
    applications = Application.objects.select_related(*related).in_bulk(ids)
    for row in sorted(rows, key=lambda row: row.application_id):
        write_down(row.circular, applications[row.application_id])
    send_all(notes(rows, applications))
    Addressee.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=rows[0].circular.sent_at)
    return len(rows)


def forget_unsent(now: datetime) -> int:
    """Remove what was written and never sent; how many rows."""
    return Circular.objects.filter(sent_at=None, created_at__lt=now - KEPT_UNSENT).delete()[0]


def write_down(circular: Circular, application: Application) -> None:
    """The event of one application: the message as it was written to it."""
    subject, text = words(circular, application)
    author = Capacity(circular.written_by, "department", circular.capacity, "")
    record(
        ApplicationEvent,
        application,
        kind=EVENT,
        capacity=author,
        at=circular.sent_at,  # type: ignore[arg-type]  # sent, or it would not be told
        payload={"note": f"{subject}\n{text}", "message": str(circular.pk)},
        from_status=application.status,
        to_status=application.status,
    )


def notes(rows: Sequence[Addressee], applications: dict[Any, Application]) -> Iterator[Note]:
    """A note for each person of each application, in their language."""
    people = people_of(list(applications))
    for row in rows:
        application = applications[row.application_id]
        for person in people.get(application.pk, []):
            yield note(row.circular, application, person)


def note(circular: Circular, application: Application, person: User) -> Note:
    """The note to one person."""
    with in_language(person):
        subject, text = words(circular, application)
    return Note(
        person,
        KIND,
        f"circular:{circular.pk}:{application.pk}:{person.pk}",
        subject=subject,
        body=f"{application.applicant_name}\n{text}",
        url=reverse("application", args=[application.pk]),
    )


def words(circular: Circular, application: Application) -> tuple[str, str]:
    """Subject and text with the places filled, the program in the active language."""
    values = {
        "number": application.number or "",
        "program": localized(application.round.program, "title"),
        "applicant": application.applicant_name,
    }
    return fill(circular.subject, values), fill(circular.text, values)


def texts_of_circulars(before: datetime, count_only: bool, limit: int) -> int:
    """Erase what was written long ago; to whom it went, and when, stays."""
    old = Circular.objects.filter(sent_at__lt=before).exclude(text="")
    if count_only:
        return old.count()
    return Circular.objects.filter(pk__in=old.order_by("pk").values("pk")[:limit]).update(text="")
