"""What the clock starts for applications."""

from datetime import datetime

from applications.intake.services import lapse_overdue
from portal.accounts.services import carry_out_due


def close_uncorrected(now: datetime) -> None:
    """Close the returned applications whose correction period has passed."""
    lapse_overdue(now)


def hand_over_due(now: datetime) -> None:
    """Leaves that begin or end and posts that ended: hand over what lies with their holders."""
    carry_out_due(now)
