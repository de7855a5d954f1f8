"""What the clock starts each minute."""

import logging
from datetime import datetime

from programs.publishing.services import publish_due

logger = logging.getLogger(__name__)


def publish_what_is_due(now: datetime) -> None:
    """Make public what was ordered for this time."""
    if count := publish_due(now):
        logger.info("%s publications are public.", count)
