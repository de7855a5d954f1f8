"""What goes along with an e-mail: made when it is sent, never when it is written."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from portal.inbox.models import Delivery

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Enclosure:
    """A file beside the words."""

    name: str
    content: bytes
    media_type: str


Maker = Callable[[Delivery], Enclosure | None]
_makers: dict[str, Maker] = {}


def register_enclosure(kind: str, maker: Maker) -> None:
    """Have `maker(delivery)` called for every e-mail of a kind as it leaves."""
    _makers[kind] = maker


def enclosures_of(delivery: Delivery) -> list[Enclosure]:
    """The files of an e-mail; one that cannot be made holds no letter back."""
    maker = _makers.get(delivery.kind)
    if maker is None:
        return []
    try:
        found = maker(delivery)
    except Exception:  # whatever is wrong with the file, the letter itself leaves
        logger.exception("The file of the e-mail %s could not be made; it leaves without.", delivery.pk)
        return []
    return [found] if found else []
