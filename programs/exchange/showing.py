"""The rows of a file on its page: what is wrong first, then what changes; the others on request."""

from collections.abc import Mapping
from typing import Any

from portal.files.lines import Lines
from programs.exchange.models import Import, ImportLine
from programs.exchange.shapes import Sheet
from programs.exchange.tables import BOOKS


class Shown(Lines[ImportLine]):
    """The rows of a spreadsheet that are shown."""

    def __init__(self, imported: Import, asked: Mapping[str, Any]) -> None:
        self.imported = imported
        super().__init__(imported.lines.order_by("position"), asked, per_page=100)

    @property
    def sheets(self) -> dict[str, Any]:
        """The names of the sheets, where there is more than one."""
        sheets: tuple[Sheet, ...] = BOOKS[self.imported.table]  # type: ignore[index]  # a value of Table
        return {sheet.name: sheet.label for sheet in sheets}

    @property
    def rows(self) -> list[tuple[ImportLine, Any]]:
        """The rows of the page, each with the name of its sheet."""
        names = self.sheets
        return [(line, names.get(line.sheet, line.sheet) if len(names) > 1 else "") for line in self.page]
