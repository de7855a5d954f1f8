"""Taking files in and sending them out."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.http import FileResponse, Http404
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.api.problems import Refused
from portal.files import quarantine
from portal.files.invoices import read_invoice
from portal.files.kinds import INVOICE, KINDS, PHOTOS, Kind, kind_by_ending, kind_of_media
from portal.files.locks import hold
from portal.files.models import StoredFile
from portal.files.names import clean_name, deceives, ending_as
from portal.files.pictures import arrival_of, retouched
from portal.files.sniffing import kind_of
from portal.files.storage import Arrival, Gone, TooLarge, Unavailable, arrival, place
from portal.files.verdicts import ActiveContent, Damaged, TooManyPixels, TooMuchInside

if TYPE_CHECKING:
    from portal.accounts.models import User

__all__ = ["clean_name", "file_response", "fitting_name", "keep_own", "store", "store_chunks"]
logger = logging.getLogger(__name__)
LARGE_FILES_A_DAY = 100  # of the largest size, from one person


def store(upload: UploadedFile, by: "User | None") -> StoredFile:
    """Keep an upload under the hash of its content; the same content is kept once.

    Raises Refused with a sentence for an empty, too large, damaged or untaken file, for a name whose ending
    promises another type than the content has, and for more in a day than anybody needs.
    """
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise _too_large(upload.size or 0, settings.UPLOAD_MAX_BYTES)
    if by is not None:
        refuse_too_many(by)
    return store_chunks(upload.chunks(), str(upload.name or ""), by, settings.UPLOAD_MAX_BYTES)


def store_chunks(chunks: Iterable[bytes], name: str, by: "User | None", most: int) -> StoredFile:
    """Keep what comes in blocks, at most `most` bytes. Raises Refused as `store` does.

    A photo is kept upright and without where it was taken; of an invoice what it says is kept beside it.
    """
    refuse_name(name)
    try:
        with arrival(chunks, most) as arrived:
            kind = _accepted(arrived, clean_name(name))
            with _verdicts(), _prepared(arrived, kind) as (ready, kept_as):
                more = quarantine.check(ready)
                if kept_as is INVOICE and (invoice := read_invoice(ready.path)):
                    more["invoice"] = invoice.as_data()
                return _keep(ready, kept_as, more, by)
    except TooLarge as error:
        raise _too_large(most + 1, most) from error
    except Unavailable as error:
        logger.error("The storage of files does not answer: %s", error)
        raise Refused(_("Files cannot be kept at the moment. Your text is safe; try again later.")) from error


def refuse_name(name: str) -> None:
    """Raise Refused for a name that hides what the file is."""
    if deceives(name):
        raise Refused(_("The name of this file hides what it is. Rename it and upload it again."))


def fitting_name(name: str, stored: StoredFile) -> str:
    """The name of an upload as it is shown: ending as the content that was kept."""
    kind = kind_of_media(stored.media_type)
    return ending_as(clean_name(name), kind.endings) if kind else clean_name(name)


def keep_own(path: Path, kind: Kind, by: "User | None") -> StoredFile:
    """Keep a file that the portal made itself, such as photos bound to a PDF."""
    try:
        return _keep(arrival_of(path), kind, quarantine.check(arrival_of(path)), by)
    except Unavailable as error:
        logger.error("The storage of files does not answer: %s", error)
        raise Refused(_("Files cannot be kept at the moment. Your text is safe; try again later.")) from error


@contextmanager
def _prepared(arrived: Arrival, kind: Kind) -> Iterator[tuple[Arrival, Kind]]:
    if kind in PHOTOS:
        with retouched(arrived, kind) as prepared:
            yield prepared
    else:
        yield arrived, kind


def _keep(arrived: Arrival, kind: Kind, more: dict[str, Any], by: "User | None") -> StoredFile:
    """Content and row together: what is being swept away at this moment is kept anew. `more`: columns."""
    with transaction.atomic():
        hold(arrived.sha256)
        place().keep(arrived)
        stored, created = StoredFile.objects.select_for_update(of=("self",)).get_or_create(
            sha256=arrived.sha256,
            defaults={"size": arrived.size, "media_type": kind.media_type, "stored_by": by, **more},
        )
        if not created:
            quarantine.renew(stored, more)
    return stored


def refuse_too_many(by: "User") -> None:
    """A disk is filled by uploading, taking off and uploading again: what was stored stays."""
    since = timezone.now() - timedelta(days=1)
    today = StoredFile.objects.filter(stored_by=by, stored_at__gt=since)
    size = today.aggregate(total=Sum("size"))["total"] or 0
    if size >= LARGE_FILES_A_DAY * settings.UPLOAD_MAX_BYTES:
        sentence = _("You have uploaded %(size)s within a day. Wait until tomorrow, or call the department.")
        raise Refused(sentence % {"size": filesizeformat(size)})


def _too_large(size: int, most: int) -> Refused:
    sentence = _("This file has %(size)s, at most %(limit)s can be uploaded. Save it smaller or split it.")
    return Refused(sentence % {"size": filesizeformat(size), "limit": filesizeformat(most)})


def _accepted(arrived: Arrival, name: str) -> Kind:
    """The kind of an arrival that may be kept."""
    if not arrived.size:
        raise Refused(_("This file is empty. Choose another one."))
    with _verdicts():
        promised, kind = kind_by_ending(name), kind_of(arrived.path)
    if kind is None and promised:
        sentence = _("“%(name)s” is no %(label)s inside. Open it, export it as %(label)s and upload that.")
        raise Refused(sentence % {"name": name, "label": promised.label})
    if kind is None:
        labels = pgettext("between the items of a list", ", ").join(str(kind.label) for kind in KINDS)
        raise Refused(_("Files of this type are not taken. Upload one of: %(labels)s.") % {"labels": labels})
    # Programs rename photos without changing them; what is kept gets the right ending.
    if promised is not kind and not (promised in PHOTOS and kind in PHOTOS):
        sentence = _("The content is %(label)s, but the name “%(name)s” says otherwise. Name it .%(ending)s.")
        raise Refused(sentence % {"label": kind.label, "name": name, "ending": kind.endings[0]})
    return kind


@contextmanager
def _verdicts() -> Iterator[None]:
    """What is wrong with a content, in a sentence."""
    try:
        yield
    except Damaged as error:
        raise Refused(
            _("This file is damaged or encrypted. Save it again and upload the new file.")
        ) from error
    except TooManyPixels as error:
        raise Refused(
            _("This photo has far more points than a page needs. Take it again in a smaller size.")
        ) from error
    except TooMuchInside as error:
        raise Refused(
            _("This document unpacks to far more than its size. Save it as PDF instead.")
        ) from error
    except ActiveContent as error:
        raise Refused(
            _("This file holds macros or hidden content. Print it to a new PDF and upload that.")
        ) from error


def file_response(stored: StoredFile, name: str) -> FileResponse:
    """The content as a download that no browser opens in the portal's name.

    The caller has decided who may read it. Raises Refused for a content in quarantine or out of reach.
    """
    quarantine.refuse(stored)
    try:
        content = place().open(stored.sha256)
    except Gone as error:
        logger.error("Stored file %s is not there.", stored.sha256)
        raise Http404 from error
    except Unavailable as error:
        logger.error("The storage of files does not answer: %s", error)
        raise Refused(_("This file cannot be fetched at the moment. Try again in a few minutes.")) from error
    response = FileResponse(
        content, as_attachment=True, filename=fitting_name(name, stored), content_type=stored.media_type
    )
    response["Content-Length"] = str(stored.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{stored.sha256}"'
    return response
