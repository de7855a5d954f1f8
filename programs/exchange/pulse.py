"""Says how far a long transaction is, and keeps its claim, from a connection outside of it."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import TracebackType

from django.db import connection
from django.utils import timezone

from programs.exchange.models import Import

EVERY = 1.0  # seconds; work that is done before that says nothing


class Pulse:
    """While a file is worked through. Its thread has a connection of its own and starts when it is needed."""

    def __init__(self, imported: Import, total: int, claim: timedelta) -> None:
        self._imported, self._total, self._claim = imported, total, claim
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pulse")
        self._last = time.monotonic()
        self._beats = 0

    def __enter__(self) -> "Pulse":
        return self

    def at(self, done: int) -> None:
        """`done` rows are done."""
        if time.monotonic() - self._last >= EVERY:
            self._last = time.monotonic()
            self._beats += 1
            self._thread.submit(self._tell, done)

    def _tell(self, done: int) -> None:
        ours = Import.objects.filter(pk=self._imported.pk, attempts=self._imported.attempts)
        until = timezone.now() + self._claim
        ours.update(rows_total=self._total, rows_done=done, claimed_until=until)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._beats:
            self._thread.submit(_close)
        self._thread.shutdown()


def _close() -> None:
    """In the thread: `connection` is that of who looks."""
    connection.close()
