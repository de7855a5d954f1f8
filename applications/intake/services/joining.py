"""Photos of one question joined into one PDF; the photos stay until it is there."""

import logging
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from applications.intake.models import Application, Attachment, Joining
from applications.intake.services.attachments import attach_stored, editable
from portal.accounts.capacities import Capacity, capacities_of, held
from portal.api.problems import Refused
from portal.files.claiming import claim, work_off
from portal.files.kinds import JPEG, PDF, PHOTOS
from portal.files.models import StoredFile
from portal.files.pictures import bind
from portal.files.services import clean_name, keep_own
from portal.files.storage import Gone, Unavailable, place
from portal.files.verdicts import Damaged
from portal.inbox.hints import hint

logger = logging.getLogger(__name__)

JOIN = "applications.intake.tasks.join"
QUICK_BYTES = 12 * 1024 * 1024  # of JPEG photos: joined within a second, in the request
CLAIM = timedelta(minutes=10)
State = Joining.State
WAITING = Joining.objects.filter(state=State.WAITING)
BATCH = 50


def photos_of(application: Application, question: str) -> QuerySet[Attachment]:
    """The current photos of a question, in the order they came."""
    rows = application.attachments.filter(
        question=question, removed_at=None, file__media_type__in=[kind.media_type for kind in PHOTOS]
    )
    return rows.select_related("file").order_by("id")


def ask(
    application_id: UUID, question: str, order: Sequence[int], *, capacity: Capacity, at: datetime
) -> Joining:
    """Join the photos with these ids in this order: at once where it is quick, else by a worker.

    Raises Refused for fewer than two, and where files may not be changed.
    """
    with transaction.atomic():
        application = editable(application_id, question, capacity, at)
        photos = photos_of(application, question).in_bulk(list(order))
        if len(order) < 2 or len(photos) < len(order):
            raise Refused(_("Choose at least two photos to join."))
        joining = _new(application, question, order, capacity, at)
        joining.name = clean_name(f"{Path(photos[order[0]].name).stem}.pdf")
        joining.save(update_fields=["name"])
        size = sum(photo.file.size for photo in photos.values())
        quick = size <= QUICK_BYTES and all(p.file.media_type == JPEG.media_type for p in photos.values())
        if not quick:
            hint(JOIN)
    if quick:
        join(joining.pk, timezone.now())
        joining.refresh_from_db()
    return joining


def _new(
    application: Application, question: str, order: Sequence[int], capacity: Capacity, at: datetime
) -> Joining:
    try:
        with transaction.atomic():
            return Joining.objects.create(
                application=application,
                question=question,
                photos=list(order),
                by=capacity.user,
                capacity=capacity.key,
                asked_at=at,
            )
    except IntegrityError as error:
        raise Refused(_("The photos of this question are being joined already.")) from error


def join_due(now: datetime) -> None:
    """Join what waits and what nobody else works on, the oldest first."""
    work_off(WAITING.order_by("asked_at", "pk"), join, now, BATCH)


def join(joining_id: int, now: datetime) -> None:
    """Make the PDF and put it in the place of its photos, or say why not."""
    if not claim(WAITING, joining_id, now, CLAIM):
        return
    row = Joining.objects.select_related("by", "application").get(pk=joining_id)
    with translation.override(row.by.language):
        try:
            _replace(row, _bound(row))
        except Unavailable as error:
            logger.error("The storage of files does not answer: %s", error)  # the claim ends
        except (Gone, Damaged):
            _close(row, State.REFUSED, _("The photos cannot be read. Upload them again."))
        except (Refused, Http404) as refused:
            fallback = _("The photos cannot be joined any more.")
            _close(row, State.REFUSED, str(refused) if isinstance(refused, Refused) else fallback)


def _bound(row: Joining) -> StoredFile:
    photos = photos_of(row.application, row.question).in_bulk(row.photos)
    if len(photos) < len(row.photos):
        raise Refused(_("A photo was removed meanwhile. Join the others again."))
    with TemporaryDirectory() as folder:
        paths = [_fetched(photos[pk].file, Path(folder, str(n))) for n, pk in enumerate(row.photos)]
        target = Path(folder, "joined")
        bind(paths, target, lambda ready: _tell(row, ready))
        return keep_own(target, PDF, row.by)


def _fetched(stored: StoredFile, path: Path) -> Path:
    with place().open(stored.sha256) as content, path.open("wb") as file:
        shutil.copyfileobj(content, file)
    return path


def _tell(row: Joining, ready: int) -> None:
    Joining.objects.filter(pk=row.pk).update(ready=ready)


@transaction.atomic
def _replace(row: Joining, stored: StoredFile) -> None:
    """The PDF for the photos, in one transaction; `asked_at` decides whether it is in time."""
    capacity = held(capacities_of(row.by), row.capacity)
    if capacity is None:
        raise Http404
    application = editable(row.application_id, row.question, capacity, row.asked_at)
    current = photos_of(application, row.question).filter(pk__in=row.photos)
    if current.update(removed_at=timezone.now()) < len(row.photos):
        raise Refused(_("A photo was removed meanwhile. Join the others again."))
    attach_stored(row.application_id, row.question, stored, row.name, capacity=capacity, at=row.asked_at)
    _close(row, State.DONE)


def _close(row: Joining, state: str, refusal: str = "") -> None:
    Joining.objects.filter(pk=row.pk, state=State.WAITING).update(
        state=state, refusal=refusal[:500], claimed_until=None
    )


def last(application: Application, question: str) -> Joining | None:
    """The latest joining of a question."""
    return application.joinings.filter(question=question).first()
