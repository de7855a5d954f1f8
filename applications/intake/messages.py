"""What applicants are told: one function per message. The words are in `texts`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from itertools import batched
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.intake.models import Application, SignOff, ThreadMessage
from applications.intake.workflow import HIDDEN_EVENTS, Status
from portal.accounts.models import User
from portal.inbox.services import CHUNK, Note, Told, send_all
from portal.inbox.workdays import end_of_day
from portal.ui.formats import amounts, dates
from portal.ui.texts import current_language, localized
from programs.catalog.models import Round
from programs.catalog.stages import Stage


def holders(application: Application) -> Iterable[User]:
    """The people who work on it: owners and editors of the organization, or the person."""
    rows = Application.objects.filter(pk=application.pk).with_holders()
    return User.objects.filter(pk__in=rows.values("holder")).order_by("pk")


def people_of(ids: Sequence[UUID]) -> dict[UUID, list[User]]:
    """Who works on each of these applications: two queries."""
    rows = Application.objects.filter(pk__in=ids).with_holders().order_by("holder")
    pairs = list(rows.values_list("pk", "holder"))
    people = User.objects.in_bulk({holder for _pk, holder in pairs})
    found: dict[UUID, list[User]] = {}
    for pk, holder in pairs:
        found.setdefault(pk, []).append(people[holder])
    return found


def tell_applicant(application: Application, event: str, payload: dict[str, Any], at: datetime) -> None:
    """The message of an event to everybody who holds the application, each in their language; none of what is
    the department's own affair."""
    if event not in HIDDEN_EVENTS:
        send_all(notes_of(application, event, payload, at, holders(application)))


def notes_of(
    application: Application, event: str, payload: dict[str, Any], at: datetime, people: Iterable[User]
) -> Iterator[Note]:
    """The message of an event to each of these people."""

    def tell() -> Told:
        values = _names(application) | _details(application, event, payload, at)
        return Told(values, _page(application), _text_of(application, event))

    about = f"application:{application.pk}:{application.revision}"
    code = f":{payload['receipt']}" if "receipt" in payload else ""  # by which its PDF is enclosed
    yield from (Note(person, event, f"{about}:{person.pk}{code}", tell=tell) for person in people)


def _text_of(application: Application, event: str) -> str:
    """The key of the text: an approval says what comes next."""
    if event != "approved":
        return event
    if application.amount_approved is None:
        return "approved_without_amount"
    return "approved_to_sign" if application.round.has(Stage.AGREEMENT) else event


def tell_deadline_moved(round_: Round, before: datetime | None, after: datetime | None, reason: str) -> None:
    """Everybody who holds a draft of the round hears of its new deadline; connected to the catalog's hook."""
    drafts: Any = Application.objects.filter(round=round_, status=Status.DRAFT).with_holders()
    rows = drafts.select_related("round__program", "organization", "person")
    send_all(_moved_notes(rows, round_.changes.count(), before, after, reason))


def _moved_notes(
    rows: Any, change: int, before: datetime | None, after: datetime | None, reason: str
) -> Iterator[Note]:
    """A note for each row and its holder; `change`: the number of the round's change."""
    for chunk in batched(rows.order_by("pk", "holder").iterator(CHUNK), CHUNK):
        people = User.objects.in_bulk({row.holder for row in chunk})
        for row in chunk:
            key = f"deadline-moved:{row.pk}:{change}:{row.holder}"
            tell = partial(_told_moved, row, before, after, reason)
            yield Note(people[row.holder], "deadline_moved", key, tell=tell)


def _told_moved(row: Any, before: datetime | None, after: datetime | None, reason: str) -> Told:
    because = _("Reason: %(note)s") % {"note": reason} if reason else ""
    moved = {"before": _until(before), "after": _until(after), "reason": because}
    return Told(_names(row) | moved, _page(row))


def tell_written(written: ThreadMessage, people: Iterable[User]) -> None:
    """A message about an application to those it is written to, each in their language."""
    application = written.application
    kind = "thread_answer" if written.from_office else "thread_question"

    def tell() -> Told:
        url = reverse("application_messages", args=[application.pk])
        return Told(_names(application) | {"text": written.text}, url)

    send_all(Note(person, kind, f"{kind}:{written.pk}:{person.pk}", tell=tell) for person in people)


def _names(application: Application) -> dict[str, object]:
    """What every text may say: who, what, which."""
    return {
        "applicant": application.applicant_name,
        "program": localized(application.round.program, "title"),
        "number": application.number or _("draft"),
    }


def _details(
    application: Application, event: str, payload: dict[str, Any], at: datetime
) -> dict[str, object]:
    """What the text of an event says beyond that."""
    if event == "submitted":
        days = application.round.check_days
        return {"time": _moment(at), "code": payload["receipt"], "days": days}
    if event == "returned":
        points = "\n".join(f"{n}. {item}" for n, item in enumerate(payload["items"], 1))
        return {"due": _until(application.due_at), "points": points}
    if event == "noticed":
        last = payload.get("until")
        return {"due": _until(end_of_day(date.fromisoformat(last)) if last else application.due_at)}
    if event == "approved" and application.amount_approved is not None:
        amount = amounts.money(application.amount_approved, current_language())
        department = localized(application.round.department, "name")
        return {"amount": amount, "due": _until(application.due_at), "department": department}
    return {"note": payload.get("note", "")}


def _page(application: Application) -> str:
    return reverse("application", args=[application.pk])


def _moment(at: datetime) -> str:
    return dates.moment(at, current_language())


def _until(at: datetime | None) -> str:
    return _moment(at) if at else _("open all year")


def signatories(application: Application) -> list[User]:
    """The people who may sign it off."""
    role = {"memberships__organization": application.organization_id, "memberships__role": "signatory"}
    return list(User.objects.filter(is_active=True, **role).order_by("pk"))


def ask_signatories(application: Application, people: Iterable[User], content: str, by: User) -> None:
    """What waits for their approval; once for each content."""

    def tell() -> Told:
        return Told(_names(application) | {"person": str(by)}, _check(application))

    send_all(
        Note(person, "sign_off_asked", f"sign-off:{application.pk}:{content}:{person.pk}", tell=tell)
        for person in people
    )


def tell_signed_off(application: Application, signed: SignOff) -> None:
    """Everybody who works on it: it can be handed in now."""

    def tell() -> Told:
        return Told(_names(application) | {"person": str(signed.by)}, _check(application))

    send_all(
        Note(person, "signed_off", f"signed-off:{signed.pk}:{person.pk}", tell=tell)
        for person in holders(application)
    )


def _check(application: Application) -> str:
    return reverse("application_check", args=[application.pk])
