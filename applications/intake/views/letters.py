from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from applications.intake.models import Application, Letter
from applications.intake.views.asking import with_application


@with_application
def letter(request: HttpRequest, application: Application, letter_id: int) -> HttpResponse:
    """An official letter as issued, to its applicant, to the officials who handle it and to the auditor."""
    rows = application.letters.select_related("department")
    found = get_object_or_404(rows, pk=letter_id)
    context: dict[str, Any] = {
        "application": application,
        "letter": found,
        "due_on": _day(found, "due_on"),
        "decision_by": _day(found, "decision_by"),
    }
    return render(request, "intake/letter.html", context)


def _day(letter: Letter, name: str) -> date | None:
    """A day the letter names."""
    kept = letter.content.get(name)
    return date.fromisoformat(kept) if kept else None
