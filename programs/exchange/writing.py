"""A table as a spreadsheet that can be uploaded again."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from portal.accounts.models import User
from portal.ui.exports import safe_cell
from programs.catalog.models import Program
from programs.exchange.cells import writable
from programs.exchange.models import Table
from programs.exchange.shapes import Shape, Sheet
from programs.exchange.tables import BOOKS

WIDTH = 24
CHUNK = 500


def workbook(table: Table, user: User, *, empty: bool = False) -> bytes:
    """Every row somebody may take along, or the headers alone."""
    book = Workbook(write_only=True)
    for shape in BOOKS[table]:
        page = book.create_sheet(str(shape.label))
        page.freeze_panes = "A2"
        for number, _own in enumerate(shape.columns, start=1):
            page.column_dimensions[get_column_letter(number)].width = WIDTH
        page.append([_header(page, own.headers[0]) for own in shape.columns])
        if not empty:
            for line in shape.lines(_rows(shape, user)):
                page.append([_cell(value) for value in line])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _rows(sheet: Sheet, user: User) -> Any:
    shape = sheet if isinstance(sheet, Shape) else sheet.owner
    rows = shape.objects().order_by("pk")
    if shape.model is Program:
        rows = rows.filter(pk__in=Program.objects.editable_by(user).values("pk"))
    if sheet is not shape and shape.model is not Program:
        rows = rows.prefetch_related("figures__measure")
    return rows.iterator(CHUNK)


def _header(page: Any, words: str) -> Any:
    cell = WriteOnlyCell(page, value=words)
    cell.font = Font(bold=True)
    return cell


def _cell(value: Any) -> Any:
    return safe_cell(writable(value) if isinstance(value, str) else value)
