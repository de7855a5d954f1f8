"""Answers of one block, of fixed rows, and from lists."""

from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override

from programs.forms import sources
from programs.forms.kinds import KINDS, kind_of
from programs.forms.kinds.checks import of_kind
from programs.forms.models import Question as Row
from programs.forms.screens import Question, dump, sections
from programs.forms.validator import file_question, merge, problems, read_html, section_state
from tests.factories.accounts import region
from tests.factories.forms import FRUIT, asked, version_of
from tests.factories.organizations import OrganizationFactory

CODE = "91310114MADEM0010M"


def found(question: Question, value: Any, language: str = "en") -> list[tuple[str, str]]:
    version = version_of(question)
    return [(p.key, p.message) for p in problems(version, {"it": value}, {}, language)]


def read(question: Question, **fields: str) -> Any:
    data = QueryDict(mutable=True)
    data.update(fields)
    return read_html(version_of(question), "part", data)


def test_block_is_read_from_the_fields_of_its_parts() -> None:
    sent = {"q-it.from": "2026/1/5", "q-it.to": ""}
    assert read(asked("date_range"), **sent) == {"it": {"from": "2026-01-05"}}
    assert read(asked("date_range"), **{"q-it.from": "", "q-it.to": ""}) == {"it": None}
    assert read(asked("date_range")) == {}


def test_days_in_the_wrong_order_are_named() -> None:
    days = {"from": "2026-03-01", "to": "2026-02-01"}
    sentence = "“It” ends on 2026-02-01, before it begins on 2026-03-01. Correct one of the days."
    assert found(asked("date_range"), days) == [("it", sentence)]
    assert found(asked("date_range"), {"from": "2026-03-01", "to": "2026-03-01"}) == []


def test_missing_part_is_named() -> None:
    assert found(asked("date_range"), {"from": "2026-03-01"}) == [("it.to", "Fill in “Last day”.")]
    assert found(asked("date_range"), "March") == [("it", "“It” has several parts: answer each of them.")]


def test_parts_have_labels_in_both_languages() -> None:
    [part] = sections(version_of(asked("address")))
    assert [(p.key, p.label_en) for p in part.questions[0].parts] == [
        ("region", "Province and district"), ("text", "Street and number"),
    ]  # fmt: skip
    assert "Province and district" not in {p.label for p in part.questions[0].parts}


@pytest.mark.django_db
def test_region_is_chosen_from_those_there_are() -> None:
    region("310000")
    region("310114")
    assert found(asked("region"), "310114") == []
    [(key, sentence)] = found(asked("region"), "999999")
    assert (key, sentence) == ("it", "“It”: “999999” is no region. Choose one from the list.")
    address = asked("address")
    with override("zh-hans"):
        assert kind_of(address).display(address, {"region": "310114", "text": "1号"}).endswith("1号")


@pytest.mark.django_db
def test_unknown_credit_code_is_taken_and_a_known_one_named() -> None:
    question = asked("credit_code")
    assert found(question, CODE) == []
    assert kind_of(question).display(question, CODE) == CODE
    firm = OrganizationFactory()
    assert kind_of(question).display(question, firm.uscc) == f"{firm.uscc} {firm.name}"


def test_wrong_credit_code_is_explained() -> None:
    [(_key, sentence)] = found(asked("credit_code"), CODE[:-1] + "N")
    assert sentence.startswith("“It”: ")
    assert read(asked("credit_code"), **{"q-it": " 9131 0114-madem0010m "}) == {"it": CODE}


def test_declaration_is_ticked_or_missing() -> None:
    assert read(asked("declaration"), **{"q-it": "yes"}) == {"it": True}
    assert read(asked("declaration"), **{"q-it": ""}) == {"it": None}
    assert found(asked("declaration"), None) == [("it", "Tick “It” if it is so.")]


def test_pick_keeps_the_words_and_refuses_what_is_not_on_offer() -> None:
    offered = {"a": "甲", "b": "乙"}
    sources.register(
        "letters", "Letters", lambda _p: list(offered.items()), lambda _p, value: offered.get(value)
    )
    question = asked("pick", source="letters")
    version = version_of(question)
    assert merge(version, {}, {"it": "a"}) == {"it": {"value": "a", "label": "甲"}}
    assert merge(version, {}, {"it": {"value": "a", "label": "forged"}}) == {
        "it": {"value": "a", "label": "甲"}
    }
    assert found(question, {"value": "a", "label": "甲"}) == []
    del offered["a"]
    assert found(question, {"value": "a", "label": "甲"}) == [
        ("it", "“甲” is not among the answers to “It”. Choose again.")
    ]


def test_fixed_rows_are_read_and_named() -> None:
    budget = asked("budget")
    sent = {"q-it.apple.grant": "5", "q-it.apple.own": "", "q-it.pear.grant": "x", "q-it.plum.own": ""}
    assert read(budget, **sent) == {"it": {"apple": {"grant": "50000.00"}, "pear": {"grant": "x"}}}
    [(key, sentence)] = found(budget, {"apple": {"grant": "50000.00"}, "pear": {"grant": "x"}})
    assert key == "it.pear.grant"
    assert sentence.startswith("“Pear: From the grant”")
    assert found(budget, {"fig": {"own": "1.00"}}) == [("it", "“It” has no row “fig”. Take it out.")]


def test_list_of_files_asks_for_each_item() -> None:
    question = asked("file_list")
    version = version_of(question)
    assert [p.key for p in problems(version, {}, {"it.pear": 1}, "en")] == ["it.apple", "it.plum"]
    assert problems(version, {}, {f"it.{c.value}": 1 for c in FRUIT}) == []
    assert section_state(version, {}, {"it.pear": 1}, "part").state == "started"
    item = file_question(version, "it.pear")
    assert item is not None
    assert (item.kind, item.label_en) == ("file", "Pear")
    assert file_question(version, "it.fig") is None


def test_version_holds_the_parts_it_was_frozen_with() -> None:
    question = asked("team")
    [part] = sections(version_of(question))
    assert part.questions == (question,)
    assert dump([part])["sections"][0]["questions"][0]["parts"][0]["key"] == "name"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (asked("table", parts=()), "“It” has no parts: add its columns or fields."),
        (asked("matrix", choices=()), "“It” has no rows: add them as its answers to choose from."),
        (
            asked("date", parts=asked("team").parts),
            "“It” has parts, which this kind of question does not know. Remove them.",
        ),
        (asked("pick", source="nothing"), "“It” does not say which program data it offers."),
        (
            asked("table", parts=(asked("team", "x"),)),
            "“It” cannot be a part of “It”: its kind has parts itself.",
        ),
        (
            asked("table", parts=(asked("date", "x", total=True),)),
            "“It” of “It” is no number: it has no sum.",
        ),
    ],
)  # fmt: skip
def test_gaps_of_questions_with_parts_are_told(question: Question, sentence: str) -> None:
    with override("en"):
        assert list(of_kind(question)) == [sentence]


def test_every_kind_of_the_model_is_there() -> None:
    assert set(KINDS) == set(Row.Kind.values)
