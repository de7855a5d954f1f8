"""Uploads in pieces that go on after a lost connection or a closed browser.

The protocol is tus 1.0 (tus.io, core and creation, expiration and termination), the browser's side the kept
library tus-js-client. Why not multipart uploads of S3: the browser would send straight into the storage,
past the look at what a file is, the scanner, the quota and the hash, to an address the pages' policy forbids;
and a portal whose files lie on a disk would need a second way. Why no library on this side: those for Django
end with 4.2 and keep half files on one machine's disk; what is left once the pieces lie in the portal's own
storage is the bookkeeping below.

A piece is written down under the row lock of its upload and only where it continues what is there: pieces
sent twice, out of order or by two connections at once lose nothing. A complete file passes the same door as
every other (`services.store_chunks`), read piece by piece: memory stays flat.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity, capacities_of, held
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.files.models import Piece, Upload
from portal.files.services import refuse_name, refuse_too_many
from portal.files.storage import place
from portal.files.targets import Place, target_of, wake

MOST_PIECE = 16 * 1024 * 1024
MOST_PIECES = 2_000
SMALL = 4 * 1024 * 1024  # finished in the request that brings the last piece
OPEN_AT_ONCE = 20
_BLOCK = 256 * 1024
State = Upload.State


class OutOfOrder(Refused):
    """The piece does not begin where the upload ends; `received` bytes are there (409)."""

    def __init__(self, received: int) -> None:
        super().__init__(
            _("This piece does not continue the file: %(n)d bytes are there. Go on from there.")
            % {"n": received}
        )


class TooLong(Refused):
    """More comes than was announced or is taken at once (413)."""

    status = 413


def begin(target: str, where: Place, name: str, size: int, *, by: Capacity, at: datetime) -> Upload:
    """Announce a file of `size` bytes for a place of a target."""
    refuse_name(name)
    if not size:
        raise Refused(_("This file is empty. Choose another one."))
    if size > settings.RESUMABLE_MAX_BYTES:
        sentence = _(
            "This file has %(size)s, at most %(limit)s can be uploaded. Save it smaller or split it."
        )
        limit = filesizeformat(settings.RESUMABLE_MAX_BYTES)
        raise TooLong(sentence % {"size": filesizeformat(size), "limit": limit})
    target_of(target).check(where, capacity=by, at=at)
    refuse_too_many(by.user)
    with transaction.atomic():
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.user.pk)  # counts are exact
        _refuse_many_open(by.user, size)
        return Upload.objects.create(
            by=by.user,
            capacity=by.key,
            target=target,
            place=dict(where),
            name=name,
            size=size,
            began_at=at,
            changed_at=at,
        )


def _refuse_many_open(person: User, size: int) -> None:
    going = Upload.objects.filter(by=person, state=State.OPEN)
    announced = (going.aggregate(total=Sum("size"))["total"] or 0) + size
    if going.count() >= OPEN_AT_ONCE or announced > OPEN_AT_ONCE * settings.RESUMABLE_MAX_BYTES // 2:
        raise Refused(
            _("Too many uploads of yours are still on their way. Finish or cancel some, then go on.")
        )


def own(upload_id: UUID, person: User) -> Upload:
    """An upload of this person, or 404: nobody reads or continues another's."""
    return get_object_or_404(Upload, pk=upload_id, by=person)


def acting(upload: Upload) -> Capacity:
    """The capacity its sender began it in; 404 where they hold it no more."""
    capacity = held(capacities_of(upload.by), upload.capacity)
    if capacity is None:
        raise Http404
    return capacity


def receive(
    upload: Upload, offset: int, read: Callable[[int], bytes], length: int, *, at: datetime
) -> Upload:
    """Take a piece of `length` bytes that begins at `offset`; of one cut off, what came.

    Raises OutOfOrder, TooLong, or Refused and Http404 as the target does (a deadline that has passed).
    """
    if upload.state != State.OPEN or offset != upload.received:
        raise OutOfOrder(upload.received)
    target_of(upload.target).check(upload.place, capacity=acting(upload), at=at)
    if length > MOST_PIECE or offset + length > upload.size:
        raise TooLong(_("More arrived than was announced. Begin this upload again."))
    with _written(read, length) as (path, size):
        return _add(upload.pk, offset, path, size, at) if size else upload


@contextmanager
def _written(read: Callable[[int], bytes], length: int) -> Iterator[tuple[Path, int]]:
    """The piece on this machine's disk, as far as it came."""
    folder = Path(settings.MEDIA_ROOT, "incoming")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        path = Path(file.name)
        try:
            size = 0
            try:
                while size < length and (block := read(min(_BLOCK, length - size))):
                    size += file.write(block)
            except OSError:
                pass  # the connection broke: what came is kept
            file.flush()
            yield path, size
        finally:
            path.unlink(missing_ok=True)


@transaction.atomic
def _add(upload_id: UUID, offset: int, path: Path, size: int, at: datetime) -> Upload:
    upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)
    if upload.state != State.OPEN or offset != upload.received:
        raise OutOfOrder(upload.received)
    if upload.pieces.count() >= MOST_PIECES:
        raise Refused(_("This file came in too many small pieces. Begin this upload again."))
    Piece.objects.create(upload=upload, offset=offset, size=size)
    place().keep_piece(upload.pk.hex, offset, path)
    upload.received, upload.changed_at = offset + size, at
    if upload.received == upload.size:
        upload.state = State.ARRIVED
        if upload.size > SMALL:
            wake()
    upload.save(update_fields=["received", "changed_at", "state"])
    return upload


def cancel(upload: Upload) -> None:
    """Forget an upload; one that is complete already goes its way."""
    with transaction.atomic():
        row = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk).first()
        if row is None or row.state == State.ARRIVED:
            return
        place().remove_pieces(row.pk.hex)
        row.delete()
