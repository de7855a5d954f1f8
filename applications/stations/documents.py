"""The letter of recommendation as PDF, to be sealed."""

from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake.documents import TONGUES
from applications.stations.models import Batch
from portal.documents.typesetting import pdf
from portal.ui.formats import amounts, dates
from portal.ui.texts import current_language, localized

LETTER = Path(__file__).parent / "typst" / "letter.typ"


def letter_pdf(batch: Batch) -> bytes:
    """Number, list with the order of preference, opinion and place for the seal, in the active language."""
    language = current_language()
    lang, region = TONGUES[language]
    rows = batch.recommendations.select_related("application__organization", "application__person")
    listed = sorted(
        rows, key=lambda row: (not row.positive, row.place or len(rows) + 1, str(row.application))
    )
    about = f"{localized(batch.round.program, 'title')} {localized(batch.round, 'name')}"
    data: dict[str, Any] = {
        "title": _("Letter of recommendation"),
        "header": localized(batch.department, "name"),
        "number": batch.number,
        "footer": batch.number,
        "lang": lang,
        "region": region,
        "to": _("%(department)s:") % {"department": localized(batch.round.department, "name")},
        "about": _("We give our opinion on these applications for %(round)s:") % {"round": about},
        "table": {
            "columns": [
                _("Order of preference"), _("Number"), _("Applicant"), _("Applied for"), _("Opinion"),
            ],
            "rows": [_line(row) for row in listed],
        },
        "opinion_title": _("Opinion"),
        "opinion": batch.opinion,
        "department": localized(batch.department, "name"),
        "seal": _("(seal)"),
        "day": dates.day(timezone.localdate(batch.issued_at), language),
    }  # fmt: skip
    return pdf(LETTER, data, batch.issued_at)


def _line(row: Any) -> list[str]:
    asked = row.application.amount_asked
    return [
        str(row.place or "—"),
        row.application.number or "",
        row.application.applicant_name,
        amounts.money(asked, current_language()) if asked is not None else "—",
        _("recommended") if row.positive else _("not recommended"),
    ]
