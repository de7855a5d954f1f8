"""Where an answer comes from that nobody has typed, in words: shown until somebody changes it."""

from datetime import date

from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.services.copied_files import EARLIER
from applications.intake.services.prefill import FILE
from portal.ui.formats import dates
from portal.ui.texts import current_language


def marks(application: Application) -> dict[str, str]:
    """The sentence of each question that was filled in for the applicant."""
    return {key: _words(source) for key, source in application.sources.items()}


def _words(source: str) -> str:
    kind, _colon, day = source.partition(":")
    if kind == FILE and day:
        shown = dates.day(date.fromisoformat(day), current_language())
        return _("From your file, stated %(day)s. You can change it.") % {"day": shown}
    if kind == FILE:
        return _("From your file. You can change it.")
    if kind == "program":
        return _("From the program. You can change it.")
    if kind == EARLIER:
        return _("From your earlier application. You can change it.")
    return _("From your application %(number)s. You can change it.") % {"number": source}
