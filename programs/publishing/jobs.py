"""What the clock starts each minute."""

import logging
from datetime import datetime

from programs.publishing.extensions import propose_what_is_due
from programs.publishing.services import publish_due

logger = logging.getLogger(__name__)


def publish_what_is_due(now: datetime) -> None:
    """Make public what was ordered for this time."""
    if count := publish_due(now):
        logger.info("%s publications are public.", count)


def propose_extensions(now: datetime) -> None:
    """Where the portal failed before a deadline: propose another, or set it where that was announced."""
    if count := propose_what_is_due(now):
        logger.warning("%s deadlines are to move after a failure of the portal.", count)
