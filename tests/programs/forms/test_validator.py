from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict

from programs.forms.kinds import kind_of
from programs.forms.screens import Section
from programs.forms.validator import (
    amount_of,
    file_question,
    merge,
    problems,
    read_html,
    section_state,
)
from tests.factories.forms import asked, version_of, version_with


def codes(question: Any, value: Any) -> list[str]:
    version = version_of(question)
    return [problem.code for problem in problems(version, {question.key: value}, {})]


def sentence(question: Any, value: Any, language: str = "en") -> str:
    version = version_of(question)
    [problem] = problems(version, {question.key: value}, {}, language)
    return problem.message


@pytest.mark.parametrize(
    ("kind", "fields", "value"),
    [
        ("short_text", {}, "王小明"),
        ("short_text", {}, "𠮷" * 200),
        ("long_text", {}, "一\n二\t三"),
        ("integer", {}, 12),
        ("integer", {}, 3.0),
        ("decimal", {}, "-12.5"),
        ("decimal", {"minimum": Decimal("0.5"), "maximum": Decimal(3)}, "3.00"),
        ("money", {}, "35000.00"),
        ("money", {}, "0"),
        ("money", {"maximum": Decimal(200_000)}, "200000.00"),
        ("date", {}, "2024-02-29"),
        ("yes_no", {}, False),
        ("one_of", {}, "pear"),
        ("many_of", {}, ["apple", "plum"]),
        ("short_text", {"required": False}, ""),
        ("many_of", {"required": False}, []),
        ("date", {"required": False}, None),
    ],
)
def test_good_answer_has_no_problem(kind: str, fields: dict[str, Any], value: Any) -> None:
    assert codes(asked(kind, **fields), value) == []


@pytest.mark.parametrize(
    ("kind", "fields", "value", "code"),
    [
        ("short_text", {}, 5, "type"),
        ("short_text", {}, " \u3000", "characters"),
        ("short_text", {}, "a\nb", "characters"),
        ("short_text", {}, "a\x00", "characters"),
        ("long_text", {}, "a\x07", "characters"),
        ("short_text", {}, "a" * 201, "too_long"),
        ("short_text", {"minimum": Decimal(18)}, "a" * 17, "too_short"),
        ("integer", {}, "abc", "number"),
        ("integer", {}, True, "number"),
        ("integer", {}, 10**30, "number"),
        ("integer", {}, 3.5, "whole"),
        ("integer", {}, "3.5", "whole"),
        ("integer", {"minimum": Decimal(0)}, -1, "negative"),
        ("integer", {"minimum": Decimal(5)}, 4, "too_small"),
        ("integer", {"maximum": Decimal(5)}, 6, "too_large"),
        ("decimal", {}, "1.234", "places"),
        ("decimal", {}, "-0", "number"),
        ("decimal", {}, 1.5, "number"),
        ("decimal", {"maximum": Decimal("0.5")}, "0.51", "too_large"),
        ("money", {}, "-5.00", "negative"),
        ("money", {}, "9" * 50, "number"),
        ("money", {"maximum": Decimal(200_000)}, "200000.01", "too_large"),
        ("date", {}, "2026-02-30", "date"),
        ("date", {}, "1899-12-31", "range"),
        ("date", {}, 20260301, "date"),
        ("yes_no", {}, "maybe", "choice"),
        ("yes_no", {}, 1, "choice"),
        ("one_of", {}, "cherry", "choice"),
        ("one_of", {}, ["pear"], "choice"),
        ("many_of", {}, "pear", "choice"),
        ("many_of", {}, ["pear", "cherry"], "choice"),
        ("many_of", {}, ["pear", {}], "choice"),
        ("many_of", {}, ["pear", "pear"], "twice"),
        ("many_of", {"minimum": Decimal(2)}, ["pear"], "too_few"),
        ("many_of", {"maximum": Decimal(1)}, ["pear", "plum"], "too_many"),
        ("short_text", {}, "", "required"),
        ("many_of", {}, [], "required"),
        ("money", {}, None, "required"),
        ("file", {}, "x.pdf", "file"),
    ],
)
def test_bad_answer_has_one_problem(kind: str, fields: dict[str, Any], value: Any, code: str) -> None:
    assert codes(asked(kind, **fields), value) == [code]


def test_sentence_says_value_limit_and_fix() -> None:
    amount = asked("money", label_en="Amount", maximum=Decimal(200_000))
    assert sentence(amount, "250000.00") == (
        "“Amount” is CNY 250,000, more than CNY 200,000. Enter CNY 200,000 or less."
    )
    name = asked("short_text", label_en="Name", maximum=Decimal(5))
    assert sentence(name, "abcdefg") == "“Name” is too long: 7 of at most 5 characters. Cut 2."


def test_sentence_follows_the_language() -> None:
    staff = asked("integer", label="职工人数", unit="人", minimum=Decimal(5))
    assert sentence(staff, 4, "zh-hans") == "“职工人数”是4人，少于5人，请填5人或以上"
    assert sentence(staff, 4, "zh-hant") == "“職工人數”是4人，少於5人，請填5人或以上"


def test_problems_come_all_at_once_in_the_order_of_the_form() -> None:
    version = version_with(
        Section(1, "a", "甲", "A", "", "", (asked("short_text", "name"), asked("file", "proof"))),
        Section(2, "b", "乙", "B", "", "", (asked("integer", "staff"),)),
    )
    found = problems(version, {"staff": "many", "hack": 1}, {})
    assert [(p.key, p.section, p.code, p.field_id) for p in found] == [
        ("name", "a", "required", "q-name"),
        ("proof", "a", "required", "q-proof"),
        ("staff", "b", "number", "q-staff"),
        ("hack", "", "unknown", ""),
    ]


@pytest.mark.parametrize(
    ("fields", "count", "expected"),
    [
        ({}, 0, ["required"]),
        ({}, 1, []),
        ({}, 11, ["too_many"]),
        ({"required": False}, 0, []),
        ({"required": False, "minimum": Decimal(2)}, 1, ["too_few"]),
        ({"maximum": Decimal(1)}, 2, ["too_many"]),
    ],
)
def test_files_are_counted(fields: dict[str, Any], count: int, expected: list[str]) -> None:
    version = version_of(asked("file", **fields))
    assert [problem.code for problem in problems(version, {}, {"it": count})] == expected


EVERYTHING = version_of(
    asked("short_text", "name"),
    asked("long_text", "plan"),
    asked("integer", "staff"),
    asked("decimal", "share"),
    asked("money", "cost", money_unit="wan"),
    asked("date", "start"),
    asked("yes_no", "funded"),
    asked("one_of", "first"),
    asked("many_of", "liked"),
    asked("file", "proof"),
)


def test_read_html_types_every_kind() -> None:
    data = QueryDict(
        "q-name= 王小明 &q-plan=一%0D%0A二&q-staff=１２&q-share=12.50&q-cost=3.5&q-start=2026年3月1日"
        "&q-funded=no&q-first=pear&q-liked=&q-liked=apple&q-liked=plum&q-proof=x&other=1"
    )
    assert read_html(EVERYTHING, "part", data) == {
        "name": "王小明",
        "plan": "一\n二",
        "staff": 12,
        "share": "12.5",
        "cost": "35000.00",
        "start": "2026-03-01",
        "funded": False,
        "first": "pear",
        "liked": ["apple", "plum"],
    }


def test_read_html_keeps_what_it_cannot_read() -> None:
    data = QueryDict("q-staff=a dozen&q-cost=3.1234567&q-start=soon&q-funded=perhaps&q-share=1.234")
    assert read_html(EVERYTHING, "part", data) == {
        "staff": "a dozen",
        "cost": "3.1234567",
        "start": "soon",
        "funded": "perhaps",
        "share": "1.234",
    }


def test_read_html_tells_empty_from_not_sent() -> None:
    data = QueryDict("q-name=&q-staff=&q-cost=+&q-liked=&q-funded=")
    assert read_html(EVERYTHING, "part", data) == {
        "name": None, "staff": None, "cost": None, "liked": None, "funded": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "unit", "typed", "stored"),
    [
        ("integer", "人", "12人", 12),
        ("integer", "人", "１，２００ 人", 1200),
        ("decimal", "%", "15％", "15"),
        ("decimal", "%", "15.5 %", "15.5"),
        ("decimal", "%", "15人", "15人"),
    ],
)
def test_a_number_may_be_typed_with_its_unit(kind: str, unit: str, typed: str, stored: Any) -> None:
    question = asked(kind, unit=unit)
    assert kind_of(question).read(question, [typed]) == stored


def test_read_html_keeps_zero() -> None:
    data = QueryDict("q-staff=0&q-cost=0")
    assert read_html(EVERYTHING, "part", data) == {"staff": 0, "cost": "0.00"}


def test_read_html_of_an_unknown_section_is_an_error() -> None:
    with pytest.raises(KeyError):
        read_html(EVERYTHING, "nowhere", QueryDict(""))


def test_merge_stores_canonical_answers_and_drops_empty_ones() -> None:
    before = {"name": "old", "plan": "kept", "funded": True}
    changes = {
        "name": "",
        "staff": 12.0,
        "cost": "35000",
        "share": "3.50",
        "start": "2026/3/1",
        "hack": "a\x00",
    }
    assert merge(EVERYTHING, before, changes) == {
        "plan": "kept",
        "funded": True,
        "staff": 12,
        "cost": "35000.00",
        "share": "3.5",
        "start": "2026-03-01",
        "hack": "a",
    }


def test_merge_reads_money_in_yuan_whatever_the_question_asks() -> None:
    assert merge(EVERYTHING, {}, {"cost": "12"}) == {"cost": "12.00"}


def test_merge_keeps_wrong_types_storable() -> None:
    merged = merge(EVERYTHING, {}, {"name": {"a\x00": ["\ud800b"]}, "staff": None})
    assert merged == {"name": {"a": ["b"]}}


def test_section_state_counts_missing_apart_from_wrong() -> None:
    version = version_of(asked("short_text", "name"), asked("integer", "staff"), asked("file", "proof"))

    def state(answers: dict[str, Any], files: dict[str, int]) -> tuple[str, int, int]:
        found = section_state(version, answers, files, "part")
        return found.state, found.missing, found.problems

    assert state({}, {}) == ("empty", 3, 0)
    assert state({"staff": "many"}, {}) == ("started", 2, 1)
    assert state({}, {"proof": 1}) == ("started", 2, 0)
    assert state({"name": "a", "staff": 1}, {"proof": 1}) == ("done", 0, 0)


def test_amount_is_the_marked_money_answer() -> None:
    version = version_of(asked("money", "other"), asked("money", "amount", is_amount=True))
    assert amount_of(version, {"amount": "35000.50", "other": "1.00"}) == Decimal("35000.50")
    assert amount_of(version, {"amount": "a lot"}) is None
    assert amount_of(version, {"amount": "-1.00"}) is None
    assert amount_of(version, {}) is None
    assert amount_of(version_of(asked("money", "other")), {"other": "1.00"}) is None


def test_file_question_is_found_by_key() -> None:
    assert file_question(EVERYTHING, "proof") is not None
    assert file_question(EVERYTHING, "name") is None
    assert file_question(EVERYTHING, "nothing") is None
