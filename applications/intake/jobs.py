"""What the clock starts for applications."""

from datetime import datetime

from applications.intake.services import lapse_overdue


def close_uncorrected(now: datetime) -> None:
    """Close the returned applications whose correction period has passed."""
    lapse_overdue(now)
