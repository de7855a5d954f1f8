"""What applicants are told: one function per message."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from applications.intake.models import Application
from applications.intake.workflow import Status, Transition
from portal.accounts.models import User
from portal.inbox.services import Note, in_language, send, send_all
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
    for person in holders(application):
        with in_language(person):
            subject, body = _text(application, transition.event, payload, at)
            send(
                person,
                kind=transition.event,
                key=f"application:{application.pk}:{application.revision}:{person.pk}",
                subject=subject,
                body=body,
                url=reverse("application", args=[application.pk]),
            )


def tell_deadline_moved(round_: Round, before: datetime | None, after: datetime | None, reason: str) -> None:
    """Everybody who holds a draft of the round hears of its new deadline; connected to the catalog's hook."""
    drafts: Any = Application.objects.filter(round=round_, status=Status.DRAFT).with_holders()
    rows = list(drafts.select_related("round__program", "organization", "person"))
    people, change = User.objects.in_bulk({row.holder for row in rows}), round_.changes.count()
    send_all(
        [_moved_note(row, people[row.holder], change, lambda: _moved(before, after, reason)) for row in rows]
    )


def _moved_note(row: Any, person: User, change: int, words: Callable[[], str]) -> Note:
    """The note to one person; `change`: the number of the round's change."""
    with in_language(person):
        return Note(
            person,
            kind="deadline_moved",
            key=f"deadline-moved:{row.pk}:{change}:{person.pk}",
            subject=_("The deadline has moved: %(program)s")
            % {"program": localized(row.round.program, "title")},
            body=f"{row.applicant_name}\n{words()}",
            url=reverse("application", args=[row.pk]),
        )


def _moved(before: datetime | None, after: datetime | None, reason: str) -> str:
    open_end = _("open all year")
    words = _("The round now closes: %(after)s (before: %(before)s).") % {
        "after": _moment(after) if after else open_end,
        "before": _moment(before) if before else open_end,
    }
    because = _("Reason: %(note)s") % {"note": reason} if reason else ""
    return "\n".join(filter(None, [words, because]))


def _text(application: Application, event: str, payload: dict[str, Any], at: datetime) -> tuple[str, str]:
    program = localized(application.round.program, "title")
    number = application.number or _("draft")
    subject = _("%(what)s: %(program)s (%(number)s)") % {
        "what": SUBJECTS[event](),
        "program": program,
        "number": number,
    }
    body = BODIES[event](application, payload, at)
    return subject, f"{application.applicant_name}\n{body}"


SUBJECTS = {
    "submitted": lambda: _("Application received"),
    "taken_back": lambda: _("Application taken back"),
    "withdrawn": lambda: _("Application withdrawn"),
    "discarded": lambda: _("Draft discarded"),
    "accepted": lambda: _("Application accepted"),
    "returned": lambda: _("Please correct your application"),
    "refused": lambda: _("Application not admitted"),
    "approved": lambda: _("Application approved"),
    "declined": lambda: _("Application declined"),
    "lapsed": lambda: _("Application closed without correction"),
}


def _moment(at: datetime) -> str:
    return dates.moment(at, current_language())


def _submitted(application: Application, payload: dict[str, Any], at: datetime) -> str:
    return _(
        "We received the application at %(time)s. Number %(number)s, receipt code %(code)s. "
        "You will hear within %(days)d working days whether anything has to be corrected."
    ) % {
        "time": _moment(at),
        "number": application.number,
        "code": payload["receipt"],
        "days": application.round.check_days,
    }


def _returned(application: Application, payload: dict[str, Any], at: datetime) -> str:
    assert application.due_at is not None
    points = "\n".join(f"{n}. {item}" for n, item in enumerate(payload["items"], 1))
    return _(
        "Please correct these points by %(due)s and hand in again:\n%(points)s\n"
        "Without a correction by then the application closes."
    ) % {"due": _moment(application.due_at), "points": points}


def _reasoned(sentence: str) -> Any:
    return lambda application, payload, at: (
        f"{_(sentence)}\n{_('Reason: %(note)s') % {'note': payload['note']}}"
    )


def _plain(sentence: str) -> Any:
    return lambda application, payload, at: _(sentence)


def _approved(application: Application, payload: dict[str, Any], at: datetime) -> str:
    if application.amount_approved is None:
        return _("Approved. The department will contact you about the next step.")
    return _("Approved: %(amount)s. Payment comes separately; you do not have to do anything now.") % {
        "amount": amounts.money(application.amount_approved, current_language())
    }


BODIES = {
    "submitted": _submitted,
    "taken_back": _plain(gettext_noop("It is a draft again. Hand it in before the deadline.")),
    "withdrawn": _plain(gettext_noop("It will not be handled any further.")),
    "discarded": _plain(
        gettext_noop("The draft is closed. You can start a new one while the round is open.")
    ),
    "accepted": _plain(
        gettext_noop("The formal check is done and the application is accepted. The decision comes next.")
    ),
    "returned": _returned,
    "refused": _reasoned(gettext_noop("The application cannot be admitted.")),
    "approved": _approved,
    "declined": _reasoned(gettext_noop("The application was declined.")),
    "lapsed": _plain(
        gettext_noop("The correction period passed without a correction, as the notice announced.")
    ),
}
