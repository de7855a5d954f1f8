"""A signatory approves exactly the content that is going to be handed in; any change voids it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from applications.intake import messages, snapshot
from applications.intake.models import Application, ApplicationEvent, Attachment, SignOff
from applications.intake.rules import editing_refusal, in_time, is_applicant, wants_sign_off
from applications.intake.services.checking import Incomplete, check, current_files
from applications.intake.services.locking import locked
from applications.intake.workflow import Status
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.history.services import record
from portal.organizations.models import Membership

ASKED, SIGNED = "sign_off_asked", "signed_off"


def content_now(application: Application, files: Sequence[Attachment] | None = None) -> str:
    """The content hash of what would be handed in now."""
    files = current_files(application) if files is None else files
    return snapshot.content_hash(application, snapshot.file_facts(files))


def sign_off_of(application: Application, content: str) -> SignOff | None:
    """The approval of exactly this content."""
    return application.sign_offs.filter(content_hash=content).select_related("by").first()


def unsigned_refusal(application: Application, files: Sequence[Attachment]) -> str | None:
    """Why it cannot be handed in without a signatory's approval of what it is now; None when it can."""
    if not wants_sign_off(application) or sign_off_of(application, content_now(application, files)):
        return None
    if application.sign_offs.exists():
        return _("The application was changed after it was signed off. Ask a signatory to sign it off again.")
    return _("This round wants a signatory's approval first. Ask a signatory to sign it off.")


def require_sign_off(application: Application, files: Sequence[Attachment]) -> None:
    """Refuse to hand in what no signatory has approved as it is."""
    if sentence := unsigned_refusal(application, files):
        raise Refused(sentence)


def signing_refusal(application: Application, capacity: Capacity, at: datetime) -> str | None:
    """Why this person cannot sign off now; None when they can."""
    if not is_applicant(application, capacity) or capacity.role != Membership.Role.SIGNATORY:
        return _("Only a signatory of the organization signs off. An owner gives this role to people.")
    if not wants_sign_off(application):
        return _("This round needs no approval by a signatory.")
    if application.status not in (Status.DRAFT, Status.RETURNED):
        return _("The application has been handed in; there is nothing to sign off.")
    if application.status == Status.DRAFT and not in_time(application, at):
        return _("The deadline has passed.")
    return None


@transaction.atomic
def sign_off(application_id: UUID, content: str, *, capacity: Capacity, at: datetime) -> SignOff:
    """Approve the content with this hash, the one on the signatory's screen.

    Raises Refused when it is no longer this content, Incomplete with what it lacks. Twice is once.
    """
    application = locked(application_id, capacity)
    if sentence := signing_refusal(application, capacity, at):
        raise Refused(sentence)
    files = current_files(application)
    if content != content_now(application, files):
        raise Refused(
            _("The application has changed since you opened it. Read it again; then sign what you read.")
        )
    if found := check(application, files, at):
        raise Incomplete(found)
    signed, is_new = SignOff.objects.get_or_create(
        application=application, content_hash=content, defaults={"by": capacity.user, "at": at}
    )
    if is_new:
        _record(application, SIGNED, content, capacity, at)
        messages.tell_signed_off(application, signed)
    return signed


@transaction.atomic
def ask_for_sign_off(application_id: UUID, *, capacity: Capacity, at: datetime) -> int:
    """Tell the signatories that the application waits for them, once for each content; how many there are."""
    application = locked(application_id, capacity)
    if sentence := asking_refusal(application, capacity, at):
        raise Refused(sentence)
    files = current_files(application)
    if found := check(application, files, at):
        raise Incomplete(found)
    content = content_now(application, files)
    people = messages.signatories(application)
    if not people:
        raise Refused(
            _("The organization has no signatory yet. An owner invites one on the page of the organization.")
        )
    if asked_for(application) != content:
        _record(application, ASKED, content, capacity, at)
    messages.ask_signatories(application, people, content, capacity.user)
    return len(people)


def asking_refusal(application: Application, capacity: Capacity, at: datetime) -> str | None:
    """Why nobody is asked now; None when it can be."""
    if not wants_sign_off(application):
        return _("This round needs no approval by a signatory.")
    return editing_refusal(application, capacity, at)


def asked_for(application: Application) -> str:
    """The content hash signatories were asked for last; "" where they were not."""
    event = application.events.filter(kind=ASKED).order_by("-seq").first()
    return (event.payload or {}).get("content_hash", "") if event else ""


def _record(application: Application, kind: str, content: str, by: Capacity, at: datetime) -> None:
    record(
        ApplicationEvent,
        application,
        kind=kind,
        capacity=by,
        at=at,
        payload={"content_hash": content},
        locked=True,
        from_status=application.status,
        to_status=application.status,
    )
