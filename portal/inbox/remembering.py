"""What changes a few times a year and is read with every submission: each process asks only now and then."""

import time
from collections.abc import Callable

from django.conf import settings


class Remembered[T]:
    """What `read` says, at most settings.REMEMBER_SECONDS old in this process; 0: asked every time."""

    def __init__(self, read: Callable[[], T]) -> None:
        self.read, self.known, self.asked = read, list[T](), 0.0

    def __call__(self) -> T:
        now = time.monotonic()
        if not self.known or now - self.asked >= settings.REMEMBER_SECONDS:
            self.known[:] = [self.read()]
            self.asked = now
        return self.known[0]
