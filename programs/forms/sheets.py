"""A table as a spreadsheet: downloaded with its rows, filled in with Excel or WPS, loaded again.

The first line holds the labels of the columns, in any order; a cell says what its field would be sent, or
the words of a choice.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.files import quarantine
from portal.files.kinds import XLSX
from portal.files.models import StoredFile
from portal.files.services import store
from portal.files.sheets import ERROR, FORMULA, cells_of, opened
from portal.organizations.choices import region_choices
from portal.ui.exports import FORMULA_STARTS, spreadsheet_response
from portal.ui.texts import localized
from programs.forms import sources
from programs.forms.kinds import kind_of
from programs.forms.kinds.base import is_empty, label_of
from programs.forms.kinds.figures import Figure, Money, yuan_per_unit
from programs.forms.kinds.lines import Once, reader
from programs.forms.kinds.simple import part_kind
from programs.forms.kinds.tables import MOST_ROWS
from programs.forms.screens import Question

LISTS = ("one_of", "many_of", "region", "pick", "yes_no", "declaration")


def written(question: Question, rows: Any) -> HttpResponse:
    """The table with its rows as an XLSX download."""
    asked = columns(question)
    cells = Once(_cell)
    lines = [
        [cells(part, row[part.key]) if not is_empty(row.get(part.key)) else None for part in asked]
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict)
    ]
    return spreadsheet_response([[_head(part) for part in asked], *lines], f"{label_of(question)}.xlsx")


def columns(question: Question) -> list[Question]:
    """The columns that people fill in."""
    return [part for part in question.parts if not part_kind(part).computed]


def loaded(question: Question, upload: UploadedFile, by: User) -> list[dict[str, Any]]:
    """The rows of an uploaded XLSX, in stored form. Refused with a sentence for what is none."""
    stored = store(upload, by)
    if stored.media_type != XLSX.media_type:
        raise Refused(_("Load an XLSX file. Save other spreadsheets as one of them first."))
    quarantine.refuse(stored)
    lines = list(_lines(stored))
    if not lines:
        raise Refused(_("This spreadsheet is empty: its first line holds the names of the columns."))
    places = _places(question, lines[0][1])
    read = reader()
    offered: dict[str, dict[str, str]] = {}
    rows = [_row(places, number, cells, read, offered) for number, cells in lines[1:]]
    found: list[dict[str, Any]] = kind_of(question).tidy(question, [row for row in rows if row])
    return found


def _lines(stored: StoredFile) -> Iterator[tuple[int, list[Any]]]:
    with opened(stored, MOST_ROWS + 1) as book:
        if not book.worksheets:
            return
        page = book.worksheets[0]
        page.reset_dimensions()
        for number, cells in cells_of(page, MOST_ROWS + 1):
            if any(cell is not None for cell in cells):
                yield number, cells


def _places(question: Question, heads: list[Any]) -> dict[int, Question]:
    """Which column of the file is which of the table."""
    known = {_plain(name): part for part in columns(question) for name in _names(part)}
    found = {
        place: known[_plain(str(head))] for place, head in enumerate(heads) if _plain(str(head)) in known
    }
    if not found:
        labels = _(", ").join(label_of(part) for part in columns(question))
        raise Refused(_("The first line names no column of this table: %(labels)s.") % {"labels": labels})
    return found


def _names(part: Question) -> list[str]:
    return [part.label, part.label_en or part.label, _head(part), part.key]


def _head(part: Question) -> str:
    unit = {"wan": _("10,000 yuan"), "yuan": _("yuan")}.get(part.money_unit) or localized(part, "unit")
    return _("%(label)s (%(unit)s)") % {"label": label_of(part), "unit": unit} if unit else label_of(part)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _row(
    places: dict[int, Question], number: int, cells: list[Any], read: Once, offered: dict[str, dict[str, str]]
) -> dict[str, Any]:
    found = {}
    for place, part in places.items():
        text = _text(cells[place], number)
        if text:
            value = _read(part, text, read, offered)
            if not is_empty(value):
                found[part.key] = value
    return found


def _read(part: Question, text: str, read: Once, offered: dict[str, dict[str, str]]) -> Any:
    if part.kind not in LISTS:
        return read(part, text)
    if part.key not in offered:
        offered[part.key] = {_plain(words): value for value, words in _offers(part)}
    known = offered[part.key]
    if part.kind == "many_of":
        pieces = [piece for piece in text.replace("，", "、").replace(",", "、").split("、") if piece.strip()]
        return part_kind(part).read(part, [known.get(_plain(piece), piece) for piece in pieces])
    return read(part, known.get(_plain(text), text))


def _offers(part: Question) -> list[tuple[str, str]]:
    """Value and words of everything a cell of a list may say."""
    if part.kind in ("yes_no", "declaration"):
        return [("yes", _("Yes")), ("no", _("No")), ("yes", part_kind(part).display(part, True))]
    if part.kind == "pick":
        return sources.options(part.source)
    if part.kind != "region":
        return [(c.value, words) for c in part.choices for words in (c.label, c.label_en) if words]
    codes = [code for _group, options in region_choices()[1:] for code, _words in options]
    return [(code, part_kind(part).display(part, code)) for code in codes]


def _text(cell: Any, number: int) -> str:
    if cell is FORMULA or cell is ERROR:
        sentence = _("Line %(number)s of the spreadsheet has a formula or an error. Paste it as values.")
        raise Refused(sentence % {"number": number})
    if cell is None:
        return ""
    if isinstance(cell, float):
        return format(Decimal(repr(cell)).normalize(), "f")
    if isinstance(cell, datetime | date):
        return (cell.date() if isinstance(cell, datetime) else cell).isoformat()
    text = str(cell).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def _cell(part: Question, value: Any) -> Any:
    """A stored cell as the spreadsheet shows it: numbers as numbers, in the unit asked."""
    kind = part_kind(part)
    number = kind.number(value) if isinstance(kind, Figure) else None
    if number is None:
        words: Callable[[Question, Any], str] = kind.display if part.kind in LISTS else kind.shown
        return words(part, value)
    return number / yuan_per_unit(part) if isinstance(kind, Money) else number
