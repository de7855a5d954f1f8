"""The kinds of messages about applications and their words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from applications.intake.workflow import TOLD_EVENTS
from portal.inbox.kinds import Audience, Kind, register_kinds
from portal.inbox.offsets import offsets
from portal.inbox.texts import Place, Text, register

PROGRAM = Place("program", _("the program"), _("Innovation voucher"), required=True)
NUMBER = Place("number", _("the number of the application"), "KC-2026-0012")
APPLICANT = Place("applicant", _("who applies"), "华纳测试科技有限公司", required=True)
NOTE = Place("note", _("the reason that the official gave"), _("The contract lies outside the period."), True)
DEADLINE = Place("deadline", _("the last moment"), "2026-12-31 17:00", required=True)
LEFT = Place("left", _("the time that is left"), _("3 days"))
COMMON = (PROGRAM, NUMBER, APPLICANT)


def _text(key: str, subject: str, body: str, *places: Place) -> Text:
    return Text(key, LABELS[key], subject, body, (*COMMON, *places))


LABELS = {
    "submitted": _("Application received"),
    "taken_back": _("Application taken back"),
    "withdrawn": _("Application withdrawn"),
    "discarded": _("Draft discarded"),
    "recommended": _("The recommending department gave its opinion"),
    "passed_on": _("Application passed on without a recommendation"),
    "accepted": _("Application accepted"),
    "reviewed": _("Expert review ended"),
    "presented": _("Defense or site visit ended"),
    "noticed": _("Application on public notice"),
    "returned": _("Please correct your application"),
    "refused": _("Application not admitted"),
    "approved": _("Application approved"),
    "approved_without_amount": _("Application approved, no money asked for"),
    "approved_to_sign": _("Application approved, the agreement is to be signed"),
    "declined": _("Application declined"),
    "lapsed": _("Application closed without correction"),
    "reconsidered": _("Decision taken up again"),
    "agreed": _("Agreement signed"),
    "deadline_moved": _("The deadline has moved"),
    "sign_off_asked": _("An application waits for your signature"),
    "signed_off": _("Application signed off"),
    "thread_question": _("An applicant wrote to the department"),
    "thread_answer": _("The department answered"),
}

LETTERS = (
    _text(
        "submitted",
        gettext_noop("Application received: {program} ({number})"),
        gettext_noop(
            "{applicant}\nWe received the application at {time}. Number {number}, receipt code {code}. "
            "You will hear within {days} working days whether anything has to be corrected."
        ),
        Place("time", _("when it was received"), "2026-12-01 09:30", required=True),
        Place("code", _("the code of the receipt"), "7QK2-M9XD", required=True),
        Place("days", _("working days of the formal check"), "5"),
    ),
    _text(
        "taken_back",
        gettext_noop("Application taken back: {program} ({number})"),
        gettext_noop("{applicant}\nIt is a draft again. Hand it in before the deadline."),
    ),
    _text(
        "withdrawn",
        gettext_noop("Application withdrawn: {program} ({number})"),
        gettext_noop("{applicant}\nIt will not be handled any further."),
    ),
    _text(
        "discarded",
        gettext_noop("Draft discarded: {program}"),
        gettext_noop("{applicant}\nThe draft is closed. You can start a new one while the round is open."),
    ),
    _text(
        "recommended",
        gettext_noop("The recommending department gave its opinion: {program} ({number})"),
        gettext_noop("{applicant}\nThe formal check comes next.\nOpinion: {note}"),
        NOTE,
    ),
    _text(
        "passed_on",
        gettext_noop("Passed on without a recommendation: {program} ({number})"),
        gettext_noop(
            "{applicant}\nThe recommending department let its time pass. That costs you nothing: the formal "
            "check comes next."
        ),
    ),
    _text(
        "accepted",
        gettext_noop("Application accepted: {program} ({number})"),
        gettext_noop(
            "{applicant}\nThe formal check is done and the application is accepted. The decision comes next."
        ),
    ),
    _text(
        "returned",
        gettext_noop("Please correct your application: {program} ({number})"),
        gettext_noop(
            "{applicant}\nPlease correct these points by {due} and hand in again:\n{points}\n"
            "Without a correction by then the application closes."
        ),
        Place("due", _("the last moment for the correction"), "2026-12-08 23:59", required=True),
        Place(
            "points", _("every point to be corrected"), _("1. The contract lacks its seal."), required=True
        ),
    ),
    _text(
        "refused",
        gettext_noop("Application not admitted: {program} ({number})"),
        gettext_noop("{applicant}\nThe application cannot be admitted.\nReason: {note}"),
        NOTE,
    ),
    _text(
        "approved",
        gettext_noop("Application approved: {program} ({number})"),
        gettext_noop(
            "{applicant}\nApproved: {amount}. Payment comes separately; you do not have to do anything now."
        ),
        Place("amount", _("the amount approved"), "80,000.00", required=True),
    ),
    _text(
        "approved_to_sign",
        gettext_noop("Application approved: {program} ({number})"),
        gettext_noop(
            "{applicant}\nApproved: {amount}. Sign the agreement with {department} by {due}; "
            "payment comes afterwards."
        ),
        Place("amount", _("the amount approved"), "80,000.00", required=True),
        Place("department", _("the department that handles it"), "市科委"),
        Place("due", _("until when the agreement is to be signed"), "2026-12-18 23:59"),
    ),
    _text(
        "approved_without_amount",
        gettext_noop("Application approved: {program} ({number})"),
        gettext_noop("{applicant}\nApproved. The department will contact you about the next step."),
    ),
    _text(
        "declined",
        gettext_noop("Application declined: {program} ({number})"),
        gettext_noop("{applicant}\nThe application was declined.\nReason: {note}"),
        NOTE,
    ),
    _text(
        "reviewed",
        gettext_noop("Expert review ended: {program} ({number})"),
        gettext_noop(
            "{applicant}\nThe experts have handed in their reviews. You do not have to do anything now."
        ),
    ),
    _text(
        "presented",
        gettext_noop("Defense or site visit ended: {program} ({number})"),
        gettext_noop("{applicant}\nThe decision comes next. You do not have to do anything now."),
    ),
    _text(
        "noticed",
        gettext_noop("Application on public notice: {program} ({number})"),
        gettext_noop(
            "{applicant}\nThe application is proposed for support and on public notice until {due}. "
            "The decision follows afterwards."
        ),
        Place("due", _("the end of the public notice"), "2026-12-18 23:59"),
    ),
    _text(
        "reconsidered",
        gettext_noop("Decision taken up again: {program} ({number})"),
        gettext_noop(
            "{applicant}\nThe department decides anew. You do not have to do anything now.\nReason: {note}"
        ),
        NOTE,
    ),
    _text(
        "agreed",
        gettext_noop("Agreement signed: {program} ({number})"),
        gettext_noop("{applicant}\nThe agreement is signed. Payment comes separately."),
    ),
    _text(
        "lapsed",
        gettext_noop("Application closed without correction: {program} ({number})"),
        gettext_noop(
            "{applicant}\nThe correction period passed without a correction, as the notice announced."
        ),
    ),
    _text(
        "deadline_moved",
        gettext_noop("The deadline has moved: {program}"),
        gettext_noop("{applicant}\nThe round now closes: {after} (before: {before}).\n{reason}"),
        Place("after", _("the new deadline"), "2026-12-31 17:00", required=True),
        Place("before", _("the deadline until now"), "2026-12-20 17:00"),
        Place("reason", _("why, where somebody said so"), _("Reason: the reference year has changed.")),
    ),
)
TEXT = Place("text", _("what was written"), _("May the contract begin before the order?"), required=True)
THREAD = (
    _text(
        "thread_question",
        gettext_noop("Question about an application: {program} ({number})"),
        gettext_noop("{applicant} writes:\n{text}"),
        TEXT,
    ),
    _text(
        "thread_answer",
        gettext_noop("The department answered: {program} ({number})"),
        gettext_noop("{applicant}\nThe department writes:\n{text}"),
        TEXT,
    ),
)
PERSON = Place("person", _("who asks or signed"), "林晚舟", required=True)
SIGNING = (
    _text(
        "sign_off_asked",
        gettext_noop("Please sign off: {program}"),
        gettext_noop(
            "{applicant}\n{person} asks you to sign off the application. Read it on the page this leads to; "
            "what you sign is exactly what you read there. It can only be handed in afterwards."
        ),
        PERSON,
    ),
    _text(
        "signed_off",
        gettext_noop("Signed off: {program}"),
        gettext_noop(
            "{applicant}\n{person} signed off the application. Hand it in now: any change voids the approval."
        ),
        PERSON,
    ),
)
REMINDERS = (
    Text(
        "draft_closing",
        _("The round of a draft closes"),
        gettext_noop("{left} left: submit your draft: {program}"),
        gettext_noop(
            "{applicant}\n"
            "The round closes at {deadline}. A draft that is not submitted by then does not count."
        ),
        (LEFT, PROGRAM, APPLICANT, DEADLINE),
    ),
    Text(
        "correction_due",
        _("A correction is due"),
        gettext_noop("{left} left: correct your application: {program}"),
        gettext_noop(
            "{applicant}\nCorrect the points of the notice and hand in again by {deadline}. Else it closes."
        ),
        (LEFT, PROGRAM, APPLICANT, DEADLINE),
    ),
)


SEAL_REMINDER = Text(
    "seal_due",
    _("Sealed pages are due"),
    gettext_noop("{left} left: upload the sealed pages: {program}"),
    gettext_noop(
        "{applicant}\nPrint the pages, have them sealed and upload a photo or scan of each by {deadline}."
    ),
    (LEFT, PROGRAM, APPLICANT, DEADLINE),
)


def register_all() -> None:
    """Make kinds and words known to the inbox."""
    register_kinds(
        "applications",
        _("Applications"),
        [Kind(event, LABELS[event]) for event in [*TOLD_EVENTS, "deadline_moved"]],
        why=_("Letters about applications you work on: receipts, notices, decisions, moved deadlines."),
        audience=Audience.APPLICANTS,
    )
    register_kinds(
        "reminders",
        _("Reminders"),
        [
            Kind("draft_closing", REMINDERS[0].label, offsets("14d", "7d", "3d", "1d", "3h"), per_round=True),
            Kind("correction_due", REMINDERS[1].label, offsets("3w", "1w", "3h"), per_round=True),
            Kind("seal_due", SEAL_REMINDER.label, offsets("3w", "1w"), per_round=True),
        ],
        why=_("You work on a draft or on an application that was returned for correction."),
        audience=Audience.APPLICANTS,
        legal=False,
        sms=True,
    )
    register_kinds(
        "sign_offs",
        _("Sign-offs"),
        [Kind(text.key, text.label) for text in SIGNING],
        why=_("You sign for the organization, or work on an application that has to be signed off."),
        audience=Audience.APPLICANTS,
    )
    register_kinds(
        "questions",
        _("Questions about applications"),
        [Kind(text.key, text.label) for text in THREAD],
        why=_("You work on this application, as its applicant or in the department that handles it."),
        audience=Audience.EVERYBODY,
        legal=False,
    )
    for text in (*LETTERS, *THREAD, *SIGNING, *REMINDERS, SEAL_REMINDER):
        register(text)
