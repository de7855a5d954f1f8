"""What applicants are told: one function per message. The words are in `texts`."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import batched
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.workflow import Status, Transition
from portal.accounts.models import User
from portal.inbox.services import CHUNK, Note, Told, send_all
from portal.ui.formats import amounts, dates
from portal.ui.texts import current_language, localized
from programs.catalog.models import Round


def holders(application: Application) -> Iterable[User]:
    """The people who work on it: owners and editors of the organization, or the person."""
    rows = Application.objects.filter(pk=application.pk).with_holders()
    return User.objects.filter(pk__in=rows.values("holder")).order_by("pk")


def tell_applicant(
    application: Application, transition: Transition, payload: dict[str, Any], at: datetime
) -> None:
    """The message of a transition to everybody who holds the application, each in their language."""
    event = transition.event

    def tell() -> Told:
        without = event == "approved" and application.amount_approved is None
        values = _names(application) | _details(application, event, payload, at)
        return Told(values, _page(application), "approved_without_amount" if without else event)

    send_all(
        Note(person, event, f"application:{application.pk}:{application.revision}:{person.pk}", tell=tell)
        for person in holders(application)
    )


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
    if event == "approved" and application.amount_approved is not None:
        return {"amount": amounts.money(application.amount_approved, current_language())}
    return {"note": payload.get("note", "")}


def _page(application: Application) -> str:
    return reverse("application", args=[application.pk])


def _moment(at: datetime) -> str:
    return dates.moment(at, current_language())


def _until(at: datetime | None) -> str:
    return _moment(at) if at else _("open all year")
