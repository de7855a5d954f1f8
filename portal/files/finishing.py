"""What becomes of uploads that arrived: checked, kept and handed over; and of those that nobody continues.

Everything due is found from rows; a worker that dies leaves a claim behind that ends by itself.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.files.claiming import claim, work_off
from portal.files.models import Piece, StoredFile, Upload
from portal.files.services import store_chunks
from portal.files.storage import Gone, Unavailable, place
from portal.files.targets import target_of
from portal.files.uploading import State, acting

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=2)
FORGET = timedelta(days=2)  # what nobody continued, and the news of what was finished
BATCH = 100
_BLOCK = 256 * 1024
ARRIVED = Upload.objects.filter(state=State.ARRIVED)


def finish_arrived(now: datetime) -> None:
    """Finish what is complete and what nobody else works on, the oldest first."""
    work_off(ARRIVED.order_by("changed_at", "pk"), finish, now, BATCH)


def finish(upload_id: UUID, now: datetime) -> None:
    """Check a complete file, keep it and hand it over, or say why not. Nothing where somebody else does."""
    if not claim(ARRIVED, upload_id, now, CLAIM):
        return
    upload = Upload.objects.select_related("by").get(pk=upload_id)
    with translation.override(upload.by.language):
        _conclude(upload)


def _conclude(upload: Upload) -> None:
    try:
        stored = store_chunks(_content(upload), upload.name, upload.by, upload.size)
        _hand_over(upload, stored)
    except Unavailable as error:
        logger.error("The storage of files does not answer: %s", error)
        return  # the claim ends, another run goes on
    except (Refused, Gone, Http404) as refused:
        sentence = str(refused) if isinstance(refused, Refused) else _("This file cannot be taken any more.")
        _close(upload, State.REFUSED, sentence)
    place().remove_pieces(upload.pk.hex)


@transaction.atomic
def _hand_over(upload: Upload, stored: StoredFile) -> None:
    """In one transaction: handed over and said to be, or neither."""
    held = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk, state=State.ARRIVED)
    if held.first() is None:
        return
    target = target_of(upload.target)
    target.take(upload.place, stored, upload.name, capacity=acting(upload), at=upload.changed_at)
    _close(upload, State.DONE)


@transaction.atomic
def _close(upload: Upload, state: str, sentence: str = "") -> None:
    Upload.objects.filter(pk=upload.pk, state=State.ARRIVED).update(
        state=state, refusal=sentence[:500], claimed_until=None
    )
    Piece.objects.filter(upload=upload).delete()


def _content(upload: Upload) -> Iterator[bytes]:
    """The bytes in order, a block at a time."""
    for offset in upload.pieces.order_by("offset").values_list("offset", flat=True):
        with place().open_piece(upload.pk.hex, offset) as piece:
            while block := piece.read(_BLOCK):
                yield block


def forget_abandoned(now: datetime) -> None:
    """Take away what nobody continued within two days, pieces first."""
    old = Upload.objects.filter(changed_at__lt=now - FORGET).exclude(state=State.ARRIVED)
    for pk in list(old.order_by("changed_at").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            row = old.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
            if row is not None:
                place().remove_pieces(row.pk.hex)
                row.delete()
