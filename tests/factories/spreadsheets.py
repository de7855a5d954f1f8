"""Files as a spreadsheet program writes them."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook


def file(rows: Sequence[Sequence[Any]], name: str = "table.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = book.active.cell(at, column, value)
            if isinstance(value, str) and value.startswith("=") and value != "=1+1":
                cell.data_type = "s"
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue())
