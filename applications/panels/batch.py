"""One PDF of everything an expert has to read, with a watermark that tells whose copy it is."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from applications.intake.documents import TONGUES, told
from applications.panels.models import Assignment, Seat
from applications.panels.papers import paper_of
from portal.documents.typesetting import pdf
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized

TYPST = Path(__file__).parent / "typst" / "batch.typ"


def batch_pdf(seat: Seat, assignments: Sequence[Assignment], at: datetime) -> bytes:
    """The papers in the order of the batch, in the active language."""
    lang, region = TONGUES.get(current_language(), TONGUES["zh-hans"])
    program = localized(seat.panel.round.program, "title")
    data = {
        "title": program,
        "header": program,
        "number": _("Confidential"),
        "footer": _("For the review only. Delete it afterwards."),
        "lang": lang,
        "region": region,
        "mark": f"{seat.expert.name} {dates.moment(at, current_language())}",
        "papers": [paper(assignment) for assignment in assignments],
        "files_title": _("Files"),
    }
    return pdf(TYPST, data, at)


def paper(assignment: Assignment) -> dict[str, Any]:
    """One application as the document takes it; files by name, to be opened on the page."""
    found = paper_of(assignment)
    under = " ".join(filter(None, (found.number, found.applicant)))
    return {
        "title": f"{assignment.number}. {found.title}",
        "under": under,
        "sections": told(found.sections, found.answers, []),
        "files": [{"label": str(given.number), "value": given.name} for given in found.files],
    }
