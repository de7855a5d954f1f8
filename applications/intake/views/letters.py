from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from applications.intake.models import Application, Letter
from applications.intake.views.asking import with_application


@with_application
def letter(request: HttpRequest, application: Application, letter_id: int) -> HttpResponse:
    """An official letter as issued, to its applicant, to the officials who handle it and to the auditor."""
    rows = application.letters.select_related("department")
    found = get_object_or_404(rows, pk=letter_id)
    context = {"application": application, "letter": found, **days_of(found)}
    return render(request, "intake/letter.html", context)


def days_of(letter: Letter) -> dict[str, date | None]:
    """The days that the words of a letter name."""
    return {name: _day(letter, name) for name in ("due_on", "decision_by", "sign_by")}


def _day(letter: Letter, name: str) -> date | None:
    """A day the letter names."""
    kept = letter.content.get(name)
    return date.fromisoformat(kept) if kept else None
