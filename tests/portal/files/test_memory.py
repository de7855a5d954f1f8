"""A file of two hundred megabytes passes without filling the memory of the process that takes it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import psutil
import pytest

from portal.files.services import store_chunks
from tests.portal.files import samples
from tests.portal.files.test_services import media  # noqa: F401  a fixture

MEGABYTE = 1024 * 1024
pytestmark = [pytest.mark.django_db, pytest.mark.exhaustive]


@contextmanager
def growth() -> Iterator[list[int]]:
    """How many bytes this process held at most more than at the beginning."""
    process, over, found = psutil.Process(), Event(), [0]
    before = process.memory_info().rss

    def watch() -> None:
        while not over.is_set():
            found[0] = max(found[0], process.memory_info().rss - before)
            time.sleep(0.005)

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield found
    finally:
        over.set()
        watcher.join()


def blocks(megabytes: int) -> Iterator[bytes]:
    """A PDF with one long stream."""
    head, tail = samples.PDF.split(b"endobj\n", 1)
    yield head + b"endobj\n2 0 obj\n<< >>\nstream\n"
    noise = bytes(range(256)) * 4096
    for _ in range(megabytes):
        yield noise
    yield b"\nendstream\nendobj\n" + tail


def test_memory_stays_flat() -> None:
    with growth() as most:
        stored = store_chunks(blocks(195), "大文件.pdf", None, 200 * MEGABYTE)
    assert stored.size > 195 * MEGABYTE
    assert most[0] < 30 * MEGABYTE
