"""Taking files in and sending them out."""

import logging
from datetime import timedelta
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
from portal.files.kinds import KINDS, Kind, kind_by_ending
from portal.files.locks import hold
from portal.files.models import StoredFile
from portal.files.names import clean_name
from portal.files.sniffing import kind_of
from portal.files.storage import Arrival, Gone, TooLarge, Unavailable, arrival, place
from portal.files.verdicts import ActiveContent, Damaged, TooMuchInside

if TYPE_CHECKING:
    from portal.accounts.models import User

__all__ = ["clean_name", "file_response", "store"]
logger = logging.getLogger(__name__)
LARGE_FILES_A_DAY = 100  # of the largest size, from one person


def store(upload: UploadedFile, by: "User | None") -> StoredFile:
    """Keep an upload under the hash of its content; the same content is kept once.

    Raises Refused with a sentence for an empty, too large, damaged or untaken file, for a name whose ending
    promises another type than the content has, and for more in a day than anybody needs.
    """
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise _too_large(upload)
    if by is not None:
        _refuse_too_many(by)
    try:
        with arrival(upload.chunks(), settings.UPLOAD_MAX_BYTES) as arrived:
            kind = _accepted(arrived, clean_name(upload.name or ""))
            checked = quarantine.check(arrived)
            return _keep(arrived, kind, checked, by)
    except TooLarge as error:
        raise _too_large(upload) from error
    except Unavailable as error:
        logger.error("The storage of files does not answer: %s", error)
        raise Refused(_("Files cannot be kept at the moment. Your text is safe; try again later.")) from error


def _keep(arrived: Arrival, kind: Kind, checked: dict[str, Any], by: "User | None") -> StoredFile:
    """Content and row together: what is being swept away at this moment is kept anew."""
    with transaction.atomic():
        hold(arrived.sha256)
        place().keep(arrived)
        stored, created = StoredFile.objects.select_for_update(of=("self",)).get_or_create(
            sha256=arrived.sha256,
            defaults={"size": arrived.size, "media_type": kind.media_type, "stored_by": by, **checked},
        )
        if not created:
            quarantine.renew(stored, checked)
    return stored


def _refuse_too_many(by: "User") -> None:
    """A disk is filled by uploading, taking off and uploading again: what was stored stays."""
    since = timezone.now() - timedelta(days=1)
    today = StoredFile.objects.filter(stored_by=by, stored_at__gt=since)
    size = today.aggregate(total=Sum("size"))["total"] or 0
    if size >= LARGE_FILES_A_DAY * settings.UPLOAD_MAX_BYTES:
        sentence = _("You have uploaded %(size)s within a day. Wait until tomorrow, or call the department.")
        raise Refused(sentence % {"size": filesizeformat(size)})


def _too_large(upload: UploadedFile) -> Refused:
    sentence = _("This file has %(size)s, at most %(limit)s can be uploaded. Save it smaller or split it.")
    limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
    return Refused(sentence % {"size": filesizeformat(upload.size or 0), "limit": limit})


def _accepted(arrived: Arrival, name: str) -> Kind:
    """The kind of an arrival that may be kept."""
    if not arrived.size:
        raise Refused(_("This file is empty. Choose another one."))
    promised, kind = kind_by_ending(name), _kind(arrived)
    if kind is None:
        labels = pgettext("between the items of a list", ", ").join(kind.label for kind in KINDS)
        raise Refused(_("Files of this type are not taken. Upload one of: %(labels)s.") % {"labels": labels})
    if promised is not kind:
        sentence = _("The content is %(label)s, but the name “%(name)s” says otherwise. Name it .%(ending)s.")
        raise Refused(sentence % {"label": kind.label, "name": name, "ending": kind.endings[0]})
    return kind


def _kind(arrived: Arrival) -> Kind | None:
    try:
        return kind_of(arrived.path)
    except Damaged as error:
        raise Refused(
            _("This file is damaged or encrypted. Save it again and upload the new file.")
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
        content, as_attachment=True, filename=clean_name(name), content_type=stored.media_type
    )
    response["Content-Length"] = str(stored.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{stored.sha256}"'
    return response
