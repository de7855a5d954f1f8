"""A spreadsheet as rows of its sheets: within limits, nothing computed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.files import quarantine
from portal.files.kinds import XLSX
from portal.files.models import StoredFile
from portal.files.sheet_limits import MOST_COLUMNS, MOST_ROWS, too_wide
from portal.files.sheets import cells_of, opened
from programs.exchange.cells import as_text, in_every_language, is_empty
from programs.exchange.columns import Column, Heading
from programs.exchange.shapes import Row, Sheet

Own = Column | Heading


@dataclass(frozen=True)
class Read:
    """A sheet of a file: which columns it has, and its rows."""

    shape: Sheet
    columns: list[Own]
    rows: list[Row]

    @property
    def has(self) -> set[str]:
        """The names of its columns."""
        return {own.name for own in self.columns}


def read(stored: StoredFile, shapes: Sequence[Sheet], *, headers_only: bool = False) -> list[Read]:
    """The sheets of a stored file in the order of `shapes`, without rows if only the headers are asked for.

    Refused with a sentence for what is not such a table; Unavailable where the storage does not answer.
    """
    quarantine.refuse(stored)
    if stored.media_type != XLSX.media_type:
        raise Refused(_("Choose an XLSX file. Save other spreadsheets as XLSX first."))
    with opened(stored) as book:
        found = {id(shape): page for shape, page in _pages(book, shapes)}
        if not found:
            raise Refused(_("This spreadsheet is empty."))
        return [_sheet(found[id(one)], one, headers_only) for one in shapes if id(one) in found]


def _pages(book: Any, shapes: Sequence[Sheet]) -> Iterator[tuple[Sheet, Any]]:
    """Which page is which sheet, by its title; the first may be called anything, an empty one too."""
    titles = {word.casefold(): one for one in shapes for word in [*in_every_language(one.label), one.name]}
    taken: list[Sheet] = []
    for at, page in enumerate(book.worksheets):
        page.reset_dimensions()
        if not any(True for _cells in cells_of(page, 1)):
            continue
        shape = titles.get(page.title.strip().casefold(), shapes[0] if at == 0 else None)
        if shape is None:
            words = _(", ").join(str(one.label) for one in shapes)
            sentence = _("There is no table “%(name)s” here. The sheets are: %(words)s.")
            raise Refused(sentence % {"name": page.title, "words": words})
        if shape in taken:
            raise Refused(_("The sheet “%(name)s” is there twice.") % {"name": shape.label})
        taken.append(shape)
        yield shape, page


def _sheet(page: Any, shape: Sheet, headers_only: bool) -> Read:
    lines = cells_of(page, 1 if headers_only else MOST_ROWS + 1)
    _number, first = next(lines)
    places = _places(first, shape.columns, shape.key)
    rows = [Row(number, {own.name: cells[at] for at, own in places.items()}) for number, cells in lines]
    filled = [row for row in rows if not all(is_empty(cell) for cell in row.cells.values())]
    return Read(shape, list(places.values()), filled)


def _places(cells: list[Any], columns: Iterable[Own], key: Iterable[str]) -> dict[int, Own]:
    """Which column stands where; a header that nobody knows may be a slip, so it is refused."""
    columns = list(columns)
    known = {name.casefold(): own for own in columns for name in own.headers}
    places: dict[int, Own] = {}
    for at, cell in enumerate(cells):
        header = _header(cell)
        if not header:
            continue
        own = known.get(header.casefold())
        if at >= MOST_COLUMNS:
            raise too_wide()
        if own is None:
            words = _(", ").join(own.headers[0] for own in columns)
            sentence = _("There is no column “%(name)s”. The columns are: %(words)s.")
            raise Refused(sentence % {"name": header, "words": words})
        if own in places.values():
            raise Refused(_("The column “%(name)s” is there twice.") % {"name": header})
        places[at] = own
    if missing := [own.headers[0] for own in columns if own.name in key and own not in places.values()]:
        raise Refused(
            _("The column “%(name)s” is missing: it says which row is meant.") % {"name": missing[0]}
        )
    return places


def _header(cell: Any) -> str:
    try:
        return as_text(cell).strip()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
