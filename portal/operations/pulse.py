"""Each web process says every twenty seconds that it lives and reaches the database."""

import logging
import threading

from django.db import Error, connections
from django.utils import timezone

from portal.operations import measuring, shedding

logger = logging.getLogger(__name__)

SECONDS = 20.0


def start() -> threading.Thread:
    """Begin in this process; the thread ends with it."""
    thread = threading.Thread(target=_beat, name="pulse", daemon=True)
    thread.start()
    return thread


def _beat() -> None:
    pause = threading.Event()
    while True:
        once()
        pause.wait(SECONDS)


def once() -> bool:
    """One sign of life, and how many readers were asked to wait since the last; False where it failed."""
    waited = shedding.gate.take_waited()
    try:
        measuring.note(timezone.now(), served=True, waited=waited)
    except Error as error:  # the minute stays without a sign, which is what it should say
        shedding.gate.give_back(waited)
        logger.warning("No sign of life could be written: %s", error)
        return False
    finally:
        connections.close_all()
    return True
