"""What is said beside a file of an application: where it comes from, the invoice it is, how long it holds."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from applications.intake.models import Application, Attachment
from applications.intake.rules import is_applicant
from applications.intake.services.copied_files import EARLIER
from applications.intake.services.library import expires_early
from applications.intake.workflow import Status
from portal.ui.formats import amounts, dates
from portal.ui.texts import current_language

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


@dataclass(frozen=True)
class FileNote:
    """A line under a file; `warns`: somebody should look."""

    text: str
    warns: bool = False


def add_notes(application: Application, files: Mapping[str, list[Attachment]], capacity: "Capacity") -> None:
    """Sets `notes` of every file: at most two queries, for documents of the library and for invoices.

    Only what this reader may see elsewhere is named.
    """
    every = [attachment for found in files.values() for attachment in found]
    prefetch_related_objects([row for row in every if row.document_id], "document")
    numbers = {number for attachment in every if (number := _number(attachment))}
    twice = _elsewhere(application, numbers, capacity) if numbers else {}
    for attachment in every:
        source = _source(attachment, is_applicant(application, capacity))
        attachment.notes = [*source, *_validity(application, attachment), *_invoice(attachment, twice)]


def _number(attachment: Attachment) -> str:
    return (attachment.file.invoice or {}).get("number", "")


def _source(attachment: Attachment, by_applicant: bool) -> list[FileNote]:
    if not attachment.source:
        return []
    if not by_applicant:
        return [FileNote(_("Taken over from an earlier application."))]
    if attachment.source == EARLIER:
        return [FileNote(_("From your earlier application. Check whether it is still current."))]
    words = _("From your application %(number)s. Check whether it is still current.")
    return [FileNote(words % {"number": attachment.source})]


def _validity(application: Application, attachment: Attachment) -> list[FileNote]:
    document = attachment.document
    if document is None or document.valid_until is None:
        return []
    words = {"day": dates.day(document.valid_until, current_language())}
    if expires_early(application, document):
        return [FileNote(_("Valid until %(day)s only: it expires before the round closes.") % words, True)]
    return [FileNote(_("From the library, valid until %(day)s.") % words)]


def _invoice(attachment: Attachment, twice: Mapping[str, list[Attachment]]) -> list[FileNote]:
    invoice = attachment.file.invoice
    if not invoice:
        return []
    amount = amounts.money(invoice["amount"], current_language()) if invoice["amount"] else ""
    said = [_("Invoice %(number)s") % invoice, invoice["day"], amount]
    if invoice["seller"] or invoice["buyer"]:
        said.append(_("from %(seller)s to %(buyer)s") % invoice)
    notes = [FileNote(_(", ").join(part for part in said if part))]
    others = [row for row in twice.get(invoice["number"], []) if row.pk != attachment.pk]
    if others:
        named = _(", ").join(dict.fromkeys(_name(row) for row in others))
        warning = _("The same invoice is attached elsewhere: %(where)s.") % {"where": named}
        notes.append(FileNote(warning, True))
    return notes


def _name(row: Attachment) -> str:
    return row.application.number or str(row.application.round)


def _elsewhere(
    application: Application, numbers: set[str], capacity: "Capacity"
) -> dict[str, list[Attachment]]:
    """Files with these invoice numbers in what the same applicant has asked for, by number."""
    same = Application.objects.visible_to(capacity).exclude(status=Status.DISCARDED)
    same = same.filter(organization=application.organization_id, person=application.person_id)
    rows = Attachment.objects.filter(application__in=same, file__invoice__number__in=numbers, removed_at=None)
    found = defaultdict(list)
    for row in rows.select_related("file", "application__round__program"):
        found[_number(row)].append(row)
    return found
