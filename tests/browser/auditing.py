"""A sample for the auditor's pages."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from applications.audit.models import Sample
from applications.audit.services import Asked, draw
from portal.accounts.capacities import Capacity


def sample(by: Capacity) -> Sample:
    """Of everything handed in; drawn once."""
    today = timezone.localdate()
    asked = Asked("抽查", "received", None, today - timedelta(days=365), today, Decimal(50), "2026-11-22")
    return Sample.objects.first() or draw(asked, by=by)
