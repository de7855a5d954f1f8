"""What keeps the day up to date on which missing sealed pages are due."""

from datetime import datetime

from django.db.models.functions import TruncDate

from applications.intake.models import Application, ApplicationEvent
from applications.intake.services.sealing import keep_due, seal_due
from portal.inbox.workdays import Workdays
from programs.catalog.models import Round


def handed_in(application: Application, event: ApplicationEvent) -> None:
    """After every action: what was handed in now may need a new seal."""
    if application.round.seal_days is not None and "receipt" in (event.payload or {}):
        keep_due(application)


def deadline_moved(round_: Round, before: datetime | None, after: datetime | None, reason: str) -> None:
    """Pages are due so many working days after the round's new closing."""
    rows = Application.objects.filter(round=round_, seal_due_at__isnull=False)
    calendar = Workdays()
    days = rows.order_by().annotate(day=TruncDate("submitted_at")).values_list("day", flat=True)
    for day in list(days.distinct()):
        of_day = rows.filter(submitted_at__date=day)
        if (row := of_day.select_related("round").first()) and row.submitted_at:
            row.round = round_
            of_day.update(seal_due_at=seal_due(row, row.submitted_at, calendar))
