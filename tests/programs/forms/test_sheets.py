"""A table out as a spreadsheet and in again."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from portal.api.problems import Refused
from programs.forms.screens import Choice, Question
from programs.forms.sheets import loaded, written
from tests.factories.accounts import UserFactory
from tests.factories.forms import asked

pytestmark = pytest.mark.django_db
TABLE = asked(
    "table",
    parts=(
        Question("name", "short_text", "名称", "Name"),
        Question(
            "kind", "one_of", "类别", "Kind", choices=(Choice("testing", "检测"), Choice("design", "设计"))
        ),
        Question("day", "date", "日期", "Day"),
        Question("cost", "money", "金额", "Cost", money_unit="wan"),
        Question("ok", "yes_no", "完成", "Done"),
    ),
)
ROWS = [
    {"name": "=光刻", "kind": "testing", "day": "2026-03-01", "cost": "62000.00", "ok": True},
    {"name": "检测", "kind": "design", "cost": "5000.50", "ok": False},
]


def sheet(*lines: list[Any]) -> SimpleUploadedFile:
    book, content = Workbook(), BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(content)
    return SimpleUploadedFile("t.xlsx", content.getvalue())


def test_downloaded_table_loads_as_it_was() -> None:
    with override("zh-hans"):
        response = written(TABLE, ROWS)
        page = load_workbook(BytesIO(response.content)).active
        assert [cell.value for cell in page[1]] == ["名称", "类别", "日期", "金额（万元）", "完成"]
        assert page["D2"].value == 6.2
        upload = SimpleUploadedFile("t.xlsx", response.content)
        assert loaded(TABLE, upload, UserFactory()) == ROWS


def test_columns_are_found_by_their_words_in_any_order() -> None:
    upload = sheet(["Cost", "note", "名 称"], [1.5, "?", "a"], [None, None, None], ["x", None, "b"])
    assert loaded(TABLE, upload, UserFactory()) == [
        {"name": "a", "cost": "15000.00"}, {"name": "b", "cost": "x"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([["color"], ["red"]], "names no column"),
        ([["名称"], ["=1+1"]], "formula"),
        ([], "empty"),
    ],
)
def test_spreadsheet_that_cannot_be_used_is_refused(lines: list[list[Any]], sentence: str) -> None:
    with override("en"), pytest.raises(Refused, match=sentence):
        loaded(TABLE, sheet(*lines), UserFactory())


def test_more_rows_than_a_table_takes_are_refused() -> None:
    with pytest.raises(Refused):
        loaded(TABLE, sheet(["名称"], *[[str(n)] for n in range(1100)]), UserFactory())
