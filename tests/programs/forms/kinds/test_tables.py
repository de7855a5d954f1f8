"""Rows of typed columns: what is read, kept, refused and said of them."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override

from programs.forms.kinds import kind_of
from programs.forms.kinds.tables import MOST_ROWS, total_of
from programs.forms.screens import Question
from programs.forms.validator import merge, problems, read_html
from tests.factories.forms import COLUMNS, asked, version_of

TABLE = asked("table", required=False)
VERSION = version_of(TABLE)


def read(**fields: str | list[str]) -> Any:
    """The table in fields named q-it.…; `it`: the field of the question itself."""
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return read_html(VERSION, "part", data)


def cells(*rows: tuple[str, str]) -> dict[str, str]:
    return {
        f"q-it.{n}.{part}": v
        for n, row in enumerate(rows)
        for part, v in zip(("name", "cost"), row, strict=True)
    }


def test_rows_are_read_in_the_order_of_their_numbers() -> None:
    sent = {"q-it": "rows", "q-it.10.name": "second", "q-it.2.name": "first", "q-it.2.cost": "1,200"}
    assert read(**sent) == {"it": [{"name": "first", "cost": "1200.00"}, {"name": "second"}]}


def test_table_that_was_emptied_is_seen_as_sent() -> None:
    assert read(**{"q-it": "rows"}) == {"it": None}
    assert read(**{"q-it.0.name": "no marker"}) == {}


def test_blank_rows_are_dropped_at_the_end_and_named_between() -> None:
    assert read(**{"q-it": "rows"}, **cells(("a", ""), ("", ""), ("", ""))) == {"it": [{"name": "a"}]}
    found = read(**{"q-it": "rows"}, **cells(("a", ""), ("", ""), ("b", "")))
    assert found == {"it": [{"name": "a"}, {}, {"name": "b"}]}
    [problem] = problems(VERSION, found, {}, "en")
    assert (problem.key, problem.field_id) == ("it.1", "q-it.1")
    assert problem.message == "Row 2: nothing is filled in. Fill it in or remove it."


def test_rows_of_other_pages_are_carried_before_and_after() -> None:
    before, after = (
        json.dumps([{"name": "a", "cost": "10"}]),
        json.dumps([{"name": "c"}, 5, {"cost": ["1", "2"]}]),
    )
    sent = {"q-it": "rows", "q-it.before": before, "q-it.after": after, "q-it.1.name": "b"}
    rows = [{"name": "a", "cost": "10.00"}, {"name": "b"}, {"name": "c"}, {"cost": "2.00"}]
    assert read(**sent) == {"it": rows}


@pytest.mark.parametrize("carried", ["", "x", "{}", "[" * 100_000, '"rows"', "null", "[[]]"])
def test_what_is_carried_and_no_rows_is_none(carried: str) -> None:
    assert read(**{"q-it": "rows", "q-it.after": carried, "q-it.0.name": "a"}) == {"it": [{"name": "a"}]}


def test_each_cell_has_its_sentence() -> None:
    rows = [{"name": "a", "cost": "x"}, {"cost": "1.00", "color": "red"}, "row"]
    found = [(p.key, p.code, p.message) for p in problems(VERSION, {"it": rows}, {}, "en")]
    assert found == [
        ("it.0.cost", "number", "“Row 1: Cost”: “x” is not a number. Write figures only, such as 35000.00."),
        ("it.1.name", "required", "Fill in “Row 2: Name”."),
        ("it.1", "unknown", "“color” is not asked here. Take it out."),
        ("it.2", "type", "Row 3: a block of answers belongs here."),
    ]


@pytest.mark.parametrize(
    ("fields", "count", "code"),
    [
        ({"minimum": Decimal(2)}, 1, "too_few"),
        ({"maximum": Decimal(2)}, 3, "too_many"),
        ({}, MOST_ROWS + 1, "too_many"),
    ],
)
def test_too_few_and_too_many_rows_are_refused(fields: dict[str, Any], count: int, code: str) -> None:
    version = version_of(asked("table", **fields))
    assert [p.code for p in problems(version, {"it": [{"name": "a"}] * count}, {})] == [code]


def test_a_thousand_rows_are_taken() -> None:
    assert problems(VERSION, {"it": [{"name": str(n)} for n in range(MOST_ROWS)]}, {}) == []


def test_total_adds_what_is_a_number() -> None:
    rows = [{"cost": "0.10"}, {"cost": "x"}, {}, {"cost": "0.20"}, "row"]
    assert total_of(COLUMNS[1], rows) == Decimal("0.30")
    assert total_of(COLUMNS[1], []) is None
    assert total_of(COLUMNS[0], rows) is None


def test_table_is_displayed_as_lines() -> None:
    with override("en"):
        shown = kind_of(TABLE).display(TABLE, [{"name": "a", "cost": "62000.00"}, {"name": "b"}])
    assert (
        shown == "1. Name: a; Cost: CNY 62,000 (6.2万元)\n2. Name: b" or shown.splitlines()[1] == "2. Name: b"
    )


def test_computed_cells_are_never_taken() -> None:
    columns = (*COLUMNS, Question("double", "computed", "两倍", "Double", formula="cost * 2"))
    version = version_of(asked("table", parts=columns))
    assert merge(version, {}, {"it": [{"name": "a", "double": "5"}]}) == {"it": [{"name": "a"}]}
