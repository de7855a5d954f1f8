"""The queue and the official's sheet of a case as PDF and rows of a table; made when they are asked for."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.intake.documents import NOTHING, TONGUES
from applications.intake.models import Application, Letter
from applications.intake.timeline import timeline
from applications.review.checking import Check
from applications.review.desk import proposed_amount
from applications.review.exports import queue_workbook
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.documents.typesetting import pdf
from portal.ui.formats import amounts, dates
from portal.ui.texts import current_language, localized

TYPST = Path(__file__).parent / "typst"
MOST_ROWS = 2_000  # of a list that is still read on paper
LIST_COLUMNS = (0, 1, 3, 4, 5, 6, 8, 9)  # of the spreadsheet's: without credit code and amount approved


def frame(title: str, header: str, number: str, footer: str) -> dict[str, str]:
    """What stands around every page."""
    lang, region = TONGUES.get(current_language(), TONGUES["zh-hans"])
    return {
        "title": title,
        "lang": lang,
        "region": region,
        "header": header,
        "number": number,
        "footer": footer,
    }


def queue_pdf(rows: QuerySet[Application], title: str, by: Capacity, at: datetime) -> bytes:
    """The list on paper. Refused beyond MOST_ROWS: the spreadsheet has no limit."""
    total = rows.count()
    if total > MOST_ROWS:
        raise Refused(
            _("At most %(n)d rows fit a PDF. Narrow the filter, or export the table.") % {"n": MOST_ROWS}
        )
    head, *lines = ([_cell(row[place]) for place in LIST_COLUMNS] for row in map(list, queue_workbook(rows)))
    words = ngettext("%(n)d application, %(when)s", "%(n)d applications, %(when)s", total)
    when = dates.moment(at, current_language())
    data = {
        **frame(title, by.label, when, ""),
        "before": [words % {"n": total, "when": when}],
        "table": {"columns": head, "rows": lines},
    }
    return pdf(TYPST / "queue.typ", data, at)


def _cell(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return NOTHING if value in (None, "") else str(value)


def sheet_pdf(application: Application, check: Check | None, at: datetime) -> bytes:
    """The case as officials know it: facts, formal check, letters and what happened."""
    letters = list(application.letters.select_related("department"))
    table = list(check_rows(check))
    data = {
        **frame(
            _("Sheet of the case"),
            localized(application.round.department, "name"),
            application.number or "",
            application.applicant_name,
        ),
        "facts": _labelled(case_facts(application)),
        "check_title": _("Points of the formal check"),
        "check_words": [] if check else [_("This round has no points to check.")],
        "check": {"columns": table[0], "rows": table[1:]},
        "letters_title": _("Letters"),
        "letters": _labelled((row.number, _letter(row)) for row in letters) or _none(),
        "events_title": _("Timeline"),
        "events": _labelled(case_events(application, letters)),
    }
    return pdf(TYPST / "sheet.typ", data, at)


def sheet_rows(application: Application, check: Check | None) -> Iterator[Iterable[Any]]:
    """The same as rows of a table."""
    letters = list(application.letters.select_related("department"))
    yield from case_facts(application)
    yield ()
    yield from check_rows(check)
    yield ()
    yield from ((row.number, _letter(row)) for row in letters)
    yield ()
    yield from case_events(application, letters)


def case_facts(application: Application) -> list[tuple[str, str]]:
    """Who asks for how much, and where it stands."""
    language, firm = current_language(), application.organization
    rows = [
        (_("Number"), application.number or ""),
        (_("Program"), localized(application.round.program, "title")),
        (_("Round"), localized(application.round, "name")),
        (_("Applicant"), application.applicant_name),
        (_("Credit code"), firm.uscc if firm else ""),
        (_("Status"), str(application.state.staff_label)),
        (_("Case officer"), str(application.handler or "")),
        (_("Applied for"), _money(application.amount_asked)),
        (_("Amount proposed"), _money(proposed_amount(application))),
        (_("Approved"), _money(application.amount_approved)),
        (_("Received"), _moment(application.submitted_at)),
        (_("Due"), dates.moment(application.due_at, language) if application.due_at else ""),
    ]
    return [(label, value or NOTHING) for label, value in rows]


def check_rows(check: Check | None) -> Iterator[list[str]]:
    """Header, then each point with what was found, by whom and when."""
    yield [_("Point"), _("Result"), _("Note"), _("Found by"), _("At")]
    for line in check.lines if check else ():
        found = line.finding
        told = (
            [found.get_result_display(), found.note, str(found.by), _moment(found.at)] if found else [""] * 4
        )
        yield [localized(line.point, "text"), *(value or NOTHING for value in told)]


def case_events(application: Application, letters: Sequence[Letter]) -> list[tuple[str, str]]:
    """What happened, the oldest first."""
    entries = timeline(application.events.all(), letters, internal=True)
    return [(_moment(entry.at), f"{entry.title}\n{entry.text}".strip()) for entry in reversed(entries)]


def _letter(letter: Letter) -> str:
    return f"{letter.get_kind_display()}\n{dates.day(letter.issued_at, current_language())}"


def _money(amount: Any) -> str:
    return str(amounts.money(amount, current_language())) if amount is not None else ""


def _moment(at: datetime | None) -> str:
    return str(dates.moment(at, current_language())) if at else ""


def _labelled(rows: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in rows]


def _none() -> list[dict[str, str]]:
    return [{"label": _("None."), "value": ""}]
