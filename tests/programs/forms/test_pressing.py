"""The buttons of tables without scripts, and the page of a table."""

from typing import Any

import pytest
from django.http import QueryDict

from programs.forms.pressing import applied, pressed
from programs.forms.rendering import fields_of
from programs.forms.rows import Opened
from programs.forms.screens import Section
from programs.forms.validator import Problem
from tests.factories.forms import asked

TABLE = asked("table")
PART = Section(1, "part", "部分", "Part", "", "", (TABLE, asked("short_text", "line")))
ABC = [{"name": name} for name in "abc"]


def press(value: str) -> Any:
    return pressed(PART, QueryDict(f"rows={value}"))


@pytest.mark.parametrize("value", ["", "it", "it:fly", "line:add", "it:remove\x00", "nothing:add:1"])
def test_what_is_no_button_of_a_table_is_none(value: str) -> None:
    assert press(value) is None


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ("it:remove:1", "ac"),
        ("it:remove:9", "abc"),
        ("it:up:2", "acb"),
        ("it:up:0", "abc"),
        ("it:down:0", "bac"),
        ("it:down:2", "abc"),
        ("it:down:-1", "bac"),
        ("it:add", "abc"),
        ("it:page:2", "abc"),
    ],
)
def test_rows_after_a_press(value: str, left: str) -> None:
    found = applied(press(value), ABC, {}, None)
    assert "".join(row["name"] for row in found) == left


def test_press_on_an_empty_table_does_nothing() -> None:
    assert applied(press("it:remove:0"), None, {}, None) is None
    assert applied(press("it:sheet"), None, {}, None) is None


@pytest.mark.parametrize(
    ("value", "count", "shown"),
    [
        ("it:add", 0, "it:1:blank"),
        ("it:add", 50, "it:2:blank"),
        ("it:page:3", 120, "it:3"),
        ("it:remove:60", 60, "it:2"),
    ],
)
def test_page_comes_back_to_where_the_press_was(value: str, count: int, shown: str) -> None:
    assert str(press(value).opened([{"name": "a"}] * count)) == shown


@pytest.mark.parametrize("text", ["", ":", "it", "it:x", "it:99999", "it:-1", "it:1:blank:x"])
def test_any_address_is_read(text: str) -> None:
    assert Opened.read(text).page in (0, 1)


def rows_of(count: int, opened: str = "", problems: tuple[Problem, ...] = ()) -> Any:
    answers = {"it": [{"name": str(n), "cost": "10.00"} for n in range(count)]}
    [field] = fields_of([TABLE], answers, problems, opened=Opened.read(opened))
    return field.rows


def test_table_shows_a_page_and_carries_the_others() -> None:
    rows = rows_of(120, "it:2")
    assert [line.place for line in rows.lines] == [str(n) for n in range(50, 100)]
    assert rows.before.count("name") == 50
    assert rows.after.count("name") == 20
    assert (rows.first, rows.end, rows.count, rows.pages) == (51, 100, 120, 3)
    assert rows.totals[1].shown == "1,200"


def test_table_opens_at_the_first_row_that_is_wrong() -> None:
    wrong = Problem("it.70.name", "part", "required", "…")
    rows = rows_of(120, problems=(wrong,))
    assert rows.page == 2
    assert rows.lines[20].cells[0].problems == [wrong]


def test_blank_row_follows_where_it_was_asked_for() -> None:
    assert [line.place for line in rows_of(0).lines] == ["0"]
    assert [line.place for line in rows_of(2).lines] == ["0", "1"]
    assert [line.place for line in rows_of(50, "it:2:blank").lines] == ["50"]
