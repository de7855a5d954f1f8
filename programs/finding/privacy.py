"""What is kept of a person's finding, and forgotten when they close their account."""

from datetime import datetime

from portal.accounts.models import User
from portal.privacy.registry import register_eraser
from programs.catalog.models import Follow
from programs.finding.models import SavedSearch


def forget(user: User, now: datetime) -> None:
    """Their saved searches and the programs they follow. A copy of one's data holds both by itself."""
    SavedSearch.objects.filter(user=user).delete()
    Follow.objects.filter(user=user).delete()


def register_all() -> None:
    """Make it known to the closing of accounts."""
    register_eraser(forget)
