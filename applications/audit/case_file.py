"""The case file of an application as one archive: taken along, and opened without the portal."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applications.audit.archive import SUMS, Part
from applications.audit.case_decision import decision
from applications.audit.case_opinions import opinions
from applications.intake import snapshot
from applications.intake.documents import application_pdf, receipt_pdf
from applications.intake.models import Application, Submission
from applications.intake.services.reckoning import handed_in
from applications.intake.timeline import timeline
from applications.intake.views.letters import days_of
from portal.access.models import Entry
from portal.accounts.capacities import Capacity
from portal.documents.publishing import published
from portal.documents.signing import pem
from portal.files.storage import place

STYLE = Path(__file__).parent / "static" / "audit" / "case.css"
HASHED = (
    "seq",
    "at",
    "actor_id",
    "capacity",
    "kind",
    "from_status",
    "to_status",
    "payload",
    "salt",
    "digest",
)
CHAIN = ("previous_hash", "hash")


def parts_of(application: Application, *, by: Capacity, at: datetime) -> list[Part]:
    """Every file of the archive; the index first, which lists the others.

    Who looked at the application and the names of those who reviewed it are in it for the auditor alone.
    """
    found = {group: list(collect(application)) for group, collect in GROUPS.items()}
    found |= {group: list(collect(application, by)) for group, collect in FOR_READER.items()}
    groups = {group: found[group] for group in ORDER}
    if by.kind == "auditor":
        groups["history"] += _access(application)
    context = {
        "LANGUAGE_CODE": get_language(),
        "application": application,
        "at": at,
        "sums": SUMS,
        "groups": groups,
        "letters": application.letters.select_related("department"),
        "submissions": application.submissions.select_related("submitted_by"),
        "timeline": timeline(application.events.all(), application.letters.all(), internal=True),
        "thread": application.thread.select_related("author"),
    }
    index = render_to_string("audit/case_index.html", context).encode()
    style = Part("style.css", "", STYLE.read_bytes())
    return [Part("index.html", "", index), style, *(part for found in groups.values() for part in found)]


def _submissions(application: Application) -> Iterator[Part]:
    for row in application.submissions.select_related("form_version", "submitted_by").order_by("seq"):
        row.application = application
        yield from _submission(application, row)


def _submission(application: Application, row: Submission) -> Iterator[Part]:
    """The application as handed in, the bytes of its hash, the receipt and what was signed."""
    base = f"submissions/{row.seq}"
    made = application_pdf(application, *handed_in(row), row.files, row.received_at)
    content = snapshot.canonical(snapshot.content_of(row))
    judged = {"counted": snapshot.veiled(row.counted), "verdicts": row.verdicts}
    yield Part(f"{base}/application.pdf", _("Application as handed in (PDF)"), made, packed=True)
    yield Part(f"{base}/content.json", _("Content whose SHA-256 is the content hash"), content)
    yield Part(
        f"{base}/judged.json", _("Answers that counted, and the verdicts shown"), snapshot.canonical(judged)
    )
    yield Part(f"{base}/receipt.pdf", _("Receipt"), receipt_pdf(row), packed=True)
    if row.statement:
        yield Part(f"{base}/statement.json", _("Signed text of the receipt"), row.statement.encode())
        yield Part(f"{base}/signature.base64", _("Signature (Ed25519)"), row.signature.encode())


def _keys(application: Application) -> Iterator[Part]:
    wanted = set(application.submissions.exclude(key_id="").values_list("key_id", flat=True))
    for key in published():
        if key.id in wanted:
            yield Part(f"keys/{key.id}.pem", _("Public key of the signature"), pem(key.public).encode())


def _attachments(application: Application) -> Iterator[Part]:
    """Everything that was handed in once, a file taken off afterwards included; each content once."""
    seen = set()
    for row in application.attachments.select_related("file").order_by("question", "pk"):
        if row.file.sha256 not in seen:
            seen.add(row.file.sha256)
            path = f"files/{row.question}-{row.pk}{Path(row.name).suffix.lower()[:6]}"
            yield Part(path, row.name, partial(place().open, row.file.sha256), packed=True)
    for page in application.sealed_pages.select_related("file").order_by("pk"):
        path = f"sealed/{page.pk}{Path(page.name).suffix.lower()[:6]}"
        yield Part(path, page.name, partial(place().open, page.file.sha256), packed=True)


def _letters(application: Application) -> Iterator[Part]:
    for number, letter in enumerate(application.letters.select_related("department").order_by("pk"), 1):
        context = {"LANGUAGE_CODE": get_language(), "letter": letter, **days_of(letter)}
        text = render_to_string("audit/case_letter.html", context)
        yield Part(
            f"letters/{number}-{letter.kind}.html", f"{letter.get_kind_display()} {letter}", text.encode()
        )


def _history(application: Application) -> Iterator[Part]:
    rows = list(application.events.order_by("seq").values("subject_id", *HASHED, *CHAIN))
    yield Part("history/events.json", _("Every event with its hash"), _json(rows))


def _access(application: Application) -> list[Part]:
    """Who in office looked at it, as far as the log is kept."""
    rows = Entry.objects.filter(what__startswith=application.number or "-").order_by("at", "pk")
    told = rows.values("at", "user__name", "office", "verb", "what", "request_id")
    return [Part("history/access.json", _("Who in office looked at it"), _json(list(told)))]


def _json(rows: Any) -> bytes:
    return json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


GROUPS: dict[str, Callable[[Application], Iterator[Part]]] = {
    "submissions": _submissions,
    "files": _attachments,
    "letters": _letters,
    "history": _history,
    "keys": _keys,
}
ORDER = ("submissions", "files", "letters", "opinions", "decision", "history", "keys")
# Of which one reader is shown more than another.
FOR_READER: dict[str, Callable[[Application, Capacity], Iterator[Part]]] = {
    "opinions": opinions,
    "decision": decision,
}
