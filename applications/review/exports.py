"""The queue as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake.models import Application
from portal.ui.texts import localized


def queue_workbook(rows: QuerySet[Application]) -> Iterator[Iterable[Any]]:
    """Header, then a line an application; money in yuan, times in local time."""
    yield (
        _("Number"),
        _("Applicant"),
        _("Credit code"),
        _("Program"),
        _("Round"),
        _("Status"),
        _("Applied for (yuan)"),
        _("Approved (yuan)"),
        _("Received"),
        _("Due"),
    )
    for row in rows.iterator(chunk_size=500):
        yield (
            row.number,
            row.applicant_name,
            row.organization.uscc if row.organization else "",
            localized(row.round.program, "title"),
            localized(row.round, "name"),
            str(row.state.staff_label),
            row.amount_asked,
            row.amount_approved,
            _local(row.submitted_at),
            _local(row.due_at),
        )


def _local(value: Any) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
