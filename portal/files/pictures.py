"""Photos: retouched before they are kept, bound to one PDF when somebody asks."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from portal.files import limited, retouch
from portal.files.kinds import HEIC, JPEG, Kind
from portal.files.storage import Arrival
from portal.files.verdicts import Damaged, TooManyPixels

SECONDS = 30  # for one photo
_BLOCK = 1024 * 1024


@contextmanager
def retouched(arrived: Arrival, kind: Kind) -> Iterator[tuple[Arrival, Kind]]:
    """The photo as it is kept, and its kind: upright, without the place it was taken at, not too large.

    A HEIC becomes a JPEG. Raises Damaged, or TooManyPixels.
    """
    with tempfile.TemporaryDirectory(dir=arrived.path.parent) as folder:
        target = Path(folder, "photo")
        try:
            limited.run("portal.files.retouch", arrived.path, target, str(kind.label), seconds=SECONDS)
        except limited.Failed as failed:
            if failed.code == retouch.SAME:
                yield arrived, kind
                return
            raise (TooManyPixels if failed.code == retouch.TOO_MANY_PIXELS else Damaged) from failed
        yield arrival_of(target), JPEG if kind is HEIC else kind


def arrival_of(path: Path) -> Arrival:
    """A file of our own making, as if it had just come in."""
    digest, size = hashlib.sha256(), 0
    path.chmod(0o600)
    with path.open("rb+") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
        os.fsync(file.fileno())
    return Arrival(path, digest.hexdigest(), size)


def bind(photos: Sequence[Path], target: Path, ready: Callable[[int], None]) -> None:
    """One PDF of JPEG and PNG photos, a page each; `ready` hears how many pages are done. Raises Damaged."""
    try:
        limited.run(
            "portal.files.binding", target, *photos, seconds=SECONDS * 4, said=lambda line: ready(int(line))
        )
    except limited.Failed as failed:
        raise Damaged from failed
