from datetime import datetime

from applications.intake.models import Application, FinalCheck
from applications.intake.rules import before_closing, may_edit
from applications.intake.workflow import Status
from portal.accounts.capacities import Capacity


def begin_final_check(application: Application, *, capacity: Capacity, at: datetime) -> None:
    """Keep that the final check began before the deadline, where the round has a grace that needs it.

    Outside the transaction of submitting: a submission that is refused for a missing tick has begun it too.
    """
    round_ = application.round
    if not round_.grace_minutes or round_.closes_at is None or application.status != Status.DRAFT:
        return
    if round_.opens_at <= at and before_closing(application, at) and may_edit(application, capacity):
        FinalCheck.objects.bulk_create(
            [FinalCheck(application=application, begun_at=at)], ignore_conflicts=True
        )
