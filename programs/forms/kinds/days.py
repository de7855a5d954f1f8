from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.ui.formats import dates
from portal.ui.texts import current_language
from programs.forms import typed
from programs.forms.kinds.base import Complaint, Kind, named
from programs.forms.patterns import DATE
from programs.forms.screens import Question


class Day(Kind):
    """A calendar day from 1900 to 2200."""

    template = "forms/questions/day.html"

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": DATE}

    def tidy(self, question: Question, value: Any) -> Any:
        found = typed.day(value) if isinstance(value, str) else None
        return found or super().tidy(question, value)

    def display(self, question: Question, value: Any) -> str:
        found = typed.day(value) if isinstance(value, str) else None
        return dates.day(date.fromisoformat(found), current_language()) if found else str(value)

    def complaint(self, question: Question, value: Any) -> Complaint:
        if isinstance(value, str) and typed.day(value) == value:
            return Complaint(
                "range",
                _("“%(label)s” is %(value)s. The year lies between 1900 and 2200.") % named(question, value),
            )
        return Complaint(
            "date",
            _("“%(label)s”: “%(value)s” is not a date. Write year, month and day, such as 2026-03-01.")
            % named(question, value),
        )
