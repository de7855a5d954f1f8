"""Keeps how a round turned out, in the transaction of each decision."""

from decimal import Decimal
from functools import partial

from django.db.models import Count, Q, Sum

from applications.intake.models import Application, ApplicationEvent
from applications.intake.workflow import IN_HAND, Status
from programs.catalog.results import Tally, keep_result

APPLIED = (
    *IN_HAND, Status.LAPSED, Status.REFUSED, Status.APPROVED, Status.AGREED, Status.DECLINED,
)  # fmt: skip
SUPPORTED = (Status.APPROVED, Status.AGREED)
DECIDED = (*SUPPORTED, Status.DECLINED)
# Changes to or from these change the result; what only moves between the others does not.
TELLING = (*DECIDED, Status.REFUSED, Status.LAPSED, Status.WITHDRAWN)


def count_result(application: Application, event: ApplicationEvent) -> None:
    """Count the round again where a decision was made or taken back; hears every action."""
    if event.to_status in TELLING or event.from_status in TELLING:
        keep_result(application.round_id, partial(tally, application.round_id))


def tally(round_id: int) -> Tally:
    """The round's applications by what became of them; discarded, drafted and withdrawn ones do not count."""
    found = Application.objects.filter(round=round_id, status__in=APPLIED).aggregate(
        applied=Count("pk"),
        decided=Count("pk", filter=Q(status__in=DECIDED)),
        supported=Count("pk", filter=Q(status__in=SUPPORTED)),
        funded=Count("pk", filter=Q(status__in=SUPPORTED, amount_approved__isnull=False)),
        amount=Sum("amount_approved", filter=Q(status__in=SUPPORTED), default=Decimal(0)),
    )
    return Tally(**found)
