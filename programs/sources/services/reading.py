"""Reads files page by page; whatever a killed worker left undone is found again from the rows."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.api.problems import Refused
from portal.files import services as files
from portal.files.models import StoredFile
from portal.files.storage import Gone, Unavailable, place
from programs.sources import opening
from programs.sources.models import DraftClause, SourceFile, SourcePage
from programs.sources.services.splitting import rows_of

logger = logging.getLogger(__name__)
CLAIM = timedelta(minutes=2)
MOST_PAGES, MOST_ATTEMPTS = 300, 3
State = SourceFile.State
OPEN = (State.WAITING, State.READING)

MANY_PAGES = _("This file has more than 300 pages. Split it and upload the parts.")
DAMAGED = _("This file cannot be opened. Save it again and upload the new file.")
INFECTED = _("This file did not pass the virus check. Upload a clean copy.")
NOT_THERE = _("The file is not in the storage any more. Upload it again.")


class _Failed(Exception):
    """Reading ends here; the sentence says why."""

    def __init__(self, sentence: Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_waiting(now: datetime) -> int:
    """Read what waits, oldest first; how many files were worked on."""
    count = 0
    while source := _claim():
        count += 1
        try:
            _read(source)
        except _Failed as failure:
            _fail(source, failure.sentence)
        except (Refused, Unavailable) as error:  # the storage or its scanner is away: the clock tries again
            logger.warning("Policy file %s is read later: %s", source.pk, error)
    return count


@transaction.atomic
def _claim() -> SourceFile | None:
    """The oldest file nobody reads. One that took its reader down three times is left and said to be so."""
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    waiting = SourceFile.objects.filter(free, state__in=OPEN).exclude(file__scan=StoredFile.Scan.WAITING)
    found = waiting.order_by("uploaded_at").select_for_update(of=("self",), skip_locked=True).first()
    if found:
        found.claimed_until, found.state = now + CLAIM, State.READING
        found.attempts += 1
        found.save(update_fields=["claimed_until", "state", "attempts"])
    return found


def _read(source: SourceFile) -> None:
    if source.attempts > MOST_ATTEMPTS:
        raise _Failed(DAMAGED)
    if source.file.scan == StoredFile.Scan.INFECTED:
        raise _Failed(INFECTED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "file"
        with _content(source) as content, path.open("wb") as copy:
            shutil.copyfileobj(content, copy)
        try:
            if source.is_word:
                _read_word(source, path)
            else:
                _read_pdf(source, path, folder)
        except opening.Unreadable as error:
            logger.warning("Policy file %s is unreadable: %s", source.pk, error)
            raise _Failed(DAMAGED) from error
    _finish(source.pk)


@contextmanager
def _content(source: SourceFile) -> Iterator:
    try:
        with place().open(source.file.sha256) as content:
            yield content
    except Gone as error:
        raise _Failed(NOT_THERE) from error


def _read_pdf(source: SourceFile, path: Path, folder: Path) -> None:
    total = opening.count(path)
    if total > MOST_PAGES:
        raise _Failed(MANY_PAGES)
    SourceFile.objects.filter(pk=source.pk).update(pages_total=total)
    done = set(source.pages.values_list("number", flat=True))
    for number in sorted(set(range(1, total + 1)) - done):
        try:
            _keep_page(source, number, opening.page(path, number, folder))
        except opening.Unreadable as error:  # the other pages may be whole
            logger.warning("Page %s of policy file %s is unreadable: %s", number, source.pk, error)
            SourcePage.objects.get_or_create(source=source, number=number, defaults={"unreadable": True})
        # A page done is progress: what counts as an attempt is one that brings none.
        SourceFile.objects.filter(pk=source.pk).update(claimed_until=timezone.now() + CLAIM, attempts=0)


def _keep_page(source: SourceFile, number: int, page: opening.Page) -> None:
    with transaction.atomic():
        content = SimpleUploadedFile(f"page-{number}.png", page.picture)
        found = {
            "text": page.text.replace("\0", ""),
            "picture": files.store(content, None),
            "width": page.width,
            "height": page.height,
        }
        SourcePage.objects.get_or_create(source=source, number=number, defaults=found)


@transaction.atomic
def _read_word(source: SourceFile, path: Path) -> None:
    pages = opening.word(path)
    SourceFile.objects.filter(pk=source.pk).update(pages_total=len(pages))
    made = [
        SourcePage(
            source=source,
            number=number,
            text="\n".join(text.replace("\0", "") for text, _automatic in lines),
            automatic=[at for at, (_text, automatic) in enumerate(lines) if automatic],
        )
        for number, lines in enumerate(pages, start=1)
    ]
    SourcePage.objects.bulk_create(made, ignore_conflicts=True)


@transaction.atomic
def _finish(pk: int) -> None:
    """Split what was read into rows, once."""
    source = SourceFile.objects.select_for_update(of=("self",)).get(pk=pk)
    if source.state not in OPEN:
        return  # another reader was faster
    DraftClause.objects.bulk_create(rows_of(source))
    source.state, source.claimed_until = State.READY, None
    source.save(update_fields=["state", "claimed_until"])


def _fail(source: SourceFile, sentence: Promise) -> None:
    with translation.override(source.uploaded_by.language):
        told = str(sentence)
    SourceFile.objects.filter(pk=source.pk, state__in=OPEN).update(
        state=State.FAILED, trouble=told, claimed_until=None
    )
