"""Lists as spreadsheets: one writer, formula injection escaped."""

import csv
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A text that starts so would be run as a formula (OWASP, CSV injection); WPS also reads full-width signs.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: Any) -> Any:
    """Numbers stay numbers; a text that looks like a formula is kept as text by an apostrophe."""
    if value is None or isinstance(value, int | float | Decimal):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def spreadsheet_response(rows: Iterable[Iterable[Any]], name: str) -> HttpResponse:
    """An XLSX download of the rows, the first being the header."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([safe_cell(value) for value in row])
    content = BytesIO()
    book.save(content)
    response = HttpResponse(content.getvalue(), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def csv_response(rows: Iterable[Iterable[Any]], name: str) -> HttpResponse:
    """A CSV download of the rows (RFC 4180), marked as UTF-8 so that Excel and WPS read Chinese."""
    content = StringIO()
    csv.writer(content).writerows([safe_cell(value) for value in row] for row in rows)
    response = HttpResponse(f"\ufeff{content.getvalue()}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
