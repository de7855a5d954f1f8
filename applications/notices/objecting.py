"""Objections: made by anybody under their name, read in full by the handling officials alone, answered."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.notices.models import Notice, Objection, ObjectionEvent, ObjectionFile
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.files.models import StoredFile
from portal.files.services import fitting_name, store
from portal.history.services import record
from portal.inbox.workdays import add_workdays
from portal.organizations import uscc
from portal.privacy import residents

# Without 0 1 I L O U: read over the telephone without mistakes. 16 of 30 characters: 78 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
MOST_FILES = 5
EXAMINED_WITHIN = 15  # working days, the portal's own clock


@dataclass(frozen=True)
class Statement:
    """What somebody says and who they are. `line`: the position it is about; None: the whole list."""

    kind: str
    name: str
    identity: str
    contact: str
    text: str
    line: int | None = None


def objecting_refusal(notice: Notice, at: datetime) -> str | None:
    """Why nobody can object; None when everybody may."""
    if notice.kind != Notice.Kind.PROPOSED:
        return _("Objections are made to a proposed list. To the result the applicant appeals.")
    if notice.state == Notice.State.DRAFT or notice.until_on is None:
        return _("This notice is not out yet.")
    if notice.state == Notice.State.CONCLUDED or timezone.localdate(at) > notice.until_on:
        return _("The period for objections has passed.")
    return None


def make(
    notice: Notice, said: Statement, uploads: Sequence[UploadedFile], *, at: datetime
) -> tuple[Objection, str]:
    """Keep an objection; the answer is its receipt code, which is told once and kept as a hash only.

    Refused after the period, without a true identity, or for an organization without its sealed letter. Files
    are looked through as every upload is.
    """
    if sentence := objecting_refusal(notice, at):
        raise Refused(sentence)
    identity = true_identity(said)
    if len(uploads) > MOST_FILES:
        raise Refused(_("At most %(n)d files. Bind them into one PDF.") % {"n": MOST_FILES})
    if said.kind == Objection.Kind.ORGANIZATION and not uploads:
        raise Refused(_("An organization objects with its seal: upload the sealed letter."))
    files = [(store(upload, None), str(upload.name or "")) for upload in uploads]
    return _keep(notice, said, identity, files, at)


@transaction.atomic
def _keep(
    notice: Notice, said: Statement, identity: str, files: list[tuple[StoredFile, str]], at: datetime
) -> tuple[Objection, str]:
    # Under a share of the notice's row: one that is being ended waits or is found ended.
    rows = Notice.objects.select_for_update(of=("self",), no_key=True)
    if sentence := objecting_refusal(rows.get(pk=notice.pk), at):
        raise Refused(sentence)
    line = notice.lines.filter(position=said.line).first() if said.line else None
    code = "".join(secrets.choice(ALPHABET) for _unused in range(CODE_LENGTH))
    objection = Objection.objects.create(
        notice=notice,
        line=line,
        kind=said.kind,
        name=said.name.strip(),
        identity=identity,
        contact=said.contact.strip(),
        text=said.text.strip(),
        code_hash=hash_of(code),
        received_at=at,
        due_on=add_workdays(timezone.localdate(at), EXAMINED_WITHIN),
    )
    ObjectionFile.objects.bulk_create(
        ObjectionFile(objection=objection, file=file, name=fitting_name(name, file)) for file, name in files
    )
    record(ObjectionEvent, objection, kind="received", capacity=None, at=at, payload={"files": len(files)})
    return objection, code


def true_identity(said: Statement) -> str:
    """The number as it is kept; Refused when it cannot be one: anonymous objections are not taken."""
    if said.kind == Objection.Kind.ORGANIZATION:
        try:
            return uscc.parse(said.identity)
        except uscc.BadCode as bad:
            raise Refused(str(bad)) from bad
    number = residents.normalized(said.identity)
    if residents.fault(number):
        raise Refused(_("This is no valid identity number. Check its 18 characters."))
    return number


def hash_of(code: str) -> str:
    """SHA-256 of the code as it was given out, however it is typed."""
    plain = "".join(code.split()).replace("-", "").upper()
    return hashlib.sha256(plain.encode()).hexdigest()


def found_by(code: str) -> Objection | None:
    """The objection with this receipt code."""
    related = ("notice__round__program", "line")
    return Objection.objects.select_related(*related).filter(code_hash=hash_of(code)).first()


def _locked(objection_id: UUID, by: Capacity) -> Objection:
    rows = Objection.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    objection = rows.filter(pk=objection_id).first()
    if objection is None:
        raise Http404
    return objection


@transaction.atomic
def reveal(objection_id: UUID, reason: str, *, by: Capacity, at: datetime) -> Objection:
    """Read who objects; the reading is an event with its reason."""
    objection = _locked(objection_id, by)
    if not reason.strip():
        raise Refused(_("Give the reason why you need to know who it is."))
    record(
        ObjectionEvent,
        objection,
        kind="identity_read",
        capacity=by,
        at=at,
        payload={"reason": reason.strip()},
        locked=True,
    )
    return objection


@transaction.atomic
def answer(objection_id: UUID, upheld: bool, words: str, *, by: Capacity, at: datetime) -> Objection:
    """Decide on it, once and with reasons: its sender reads them under the code."""
    objection = _locked(objection_id, by)
    if objection.state != Objection.State.OPEN:
        raise Refused(_("This objection has been answered already."))
    if not words.strip():
        raise Refused(_("Write the answer: whoever objected reads it under the receipt code."))
    objection.state = Objection.State.UPHELD if upheld else Objection.State.REJECTED
    objection.answer, objection.answered_at, objection.answered_by = words.strip(), at, by.user
    objection.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    payload = {"state": objection.state}
    record(ObjectionEvent, objection, kind="answered", capacity=by, at=at, payload=payload, locked=True)
    return objection
