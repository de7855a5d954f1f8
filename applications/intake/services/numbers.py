from django.db.models import F

from applications.intake.models import NumberSeries


def allot(prefix: str) -> int:
    """The next number under a prefix, without gaps: the row stays locked until the transaction ends."""
    NumberSeries.objects.get_or_create(prefix=prefix)
    NumberSeries.objects.filter(prefix=prefix).update(last=F("last") + 1)
    return NumberSeries.objects.get(prefix=prefix).last
