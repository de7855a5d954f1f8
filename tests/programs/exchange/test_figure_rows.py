"""The figures of measures as rows."""

import pytest

from portal.versions.models import Version
from programs.exchange.models import Import, Table
from programs.policies.models import Measure
from tests.factories.policies import MeasureFactory
from tests.programs.exchange.situations import book, downloaded, entered, said, taken, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HEADERS = [
    "measure", "position", "what it counts", "of what", "of what, in English", "comparison", "number",
    "upper number", "unit", "unit in English", "basis",
]  # fmt: skip


def measure() -> Measure:
    found: Measure = MeasureFactory()
    found.figures.create(position=0, role="amount", comparison="between", number="1000.50", upper=10**15)
    found.figures.create(position=1, role="quantity", what="=firms", comparison="rise", basis="inferred")
    return found


def sent(*rows: list[object], headers: list[str] = HEADERS) -> Import:
    return taken(Table.MEASURES, book(Figures=[headers, *rows]))


def test_what_was_downloaded_changes_nothing() -> None:
    measure()
    imported = taken(Table.MEASURES, downloaded(Table.MEASURES))
    assert [(line.sheet, line.does) for line in imported.lines.all()] == [
        ("measures", "same"), ("figures", "same"), ("figures", "same"),
    ]  # fmt: skip


def test_figures_change_come_and_go_with_one_version() -> None:
    promised = measure()
    imported = sent(
        [promised.slug, 0, "Amount", "", "", "≤", "200,000", "", "元", "yuan", "Stated"],
        [promised.slug, 1, *[None] * 9],
        [promised.slug, 2.0, "duration", "资助期", "", "eq", 3, None, "年", "years", "stated"],
        [promised.slug, 7, *[None] * 9],
    )
    assert [does for _n, does, _errors in said(imported)] == ["changed", "changed", "changed", "same"]
    assert ("figure of a measure 1 · comparison", "–", "≤") in told(imported)
    assert entered(imported).changed == 3
    assert [(f.position, f.role, f.number, f.upper) for f in promised.figures.order_by("position")] == [
        (0, "amount", 200000, None), (2, "duration", 3, None),
    ]  # fmt: skip
    assert Version.objects.of(promised).count() == 2


def test_an_empty_cell_of_a_single_column_takes_no_figure_away() -> None:
    promised = measure()
    entered(sent([promised.slug, 1, ""], headers=["measure", "position", "of what"]))
    assert [f.what for f in promised.figures.order_by("position")] == ["", ""]


def test_every_fault_stands_at_its_row() -> None:
    promised = measure()
    lines = said(sent(
        [promised.slug, 0, "Amount", "", "", "–", 5, 2, "", "", "Stated"],
        [promised.slug, 2, "Nothing", "", "", "=", "x", "", "", "", "Stated"],
        [promised.slug, "first", "Amount", "", "", "=", 1, "", "", "", "Stated"],
        ["nowhere", 0, "Amount", "", "", "=", 1, "", "", "", "Stated"],
        [promised.slug, 2, "Amount", "", "", "=", 1, "", "", "", "Stated"],
        [promised.slug, 3, "Amount", "", "", "=", 1, "", "", "", "Stated"],
    ))  # fmt: skip
    assert [does for _n, does, _errors in lines] == ["wrong"] * 5 + ["changed"]
    assert lines[0][2] == [
        "A range needs two numbers, the smaller first; “rise” has none; any other comparison has one."
    ]
    assert [error.partition(":")[0] for error in lines[1][2]] == ["what it counts", "number"]
    assert lines[2][2] == ["position: “first” is not a number."]
    assert lines[3][2] == ["There is no “nowhere” among: measures."]
    assert lines[4][2] == ["Row 3 is about the same."]
