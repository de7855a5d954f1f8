from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.translation import override

from portal.files.kinds import ACCEPT
from programs.forms.screens import Choice, Question, Section, Source
from programs.forms.validator import Problem
from tests.factories.forms import asked

WRONG = Problem("it", "part", "number", "“问题”不是数字")


@dataclass
class Content:
    size: int = 2048


@dataclass
class Attachment:
    pk: int = 7
    name: str = "合同.pdf"
    added_at: datetime = datetime(2026, 11, 21, 9, tzinfo=UTC)
    file: Content = field(default_factory=Content)

    def get_absolute_url(self) -> str:
        return f"/files/{self.pk}/"


class Tags(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def shown(question: Question, value: Any = None, problems: tuple[Problem, ...] = (), files: Any = ()) -> str:
    source = "{% load questions %}{% question_field q value problems files %}"
    context = {"q": question, "value": value, "problems": problems, "files": files}
    return Template(source).render(Context(context))


def control(
    question: Question, value: Any = None, *problems: Problem, tag: str = "input"
) -> dict[str, str | None]:
    return Tags(shown(question, value, problems)).all(tag)[0]


def read(question: Question, value: Any = None, files: Any = ()) -> str:
    source = "{% load questions %}{% question_answer q value files %}"
    return " ".join(Template(source).render(Context({"q": question, "value": value, "files": files})).split())


@pytest.mark.parametrize(
    ("kind", "fields", "value", "expected"),
    [
        ("short_text", {}, "王小明", "王小明"),
        ("integer", {}, 12_000, "12,000"),
        ("integer", {}, "a dozen", "a dozen"),
        ("decimal", {}, "-1234.5", "-1,234.5"),
        ("money", {}, "35000.00", "35,000"),
        ("money", {"money_unit": "wan"}, "35000.00", "3.5"),
        ("money", {"money_unit": "wan"}, "12345.67", "1.234567"),
        ("money", {"money_unit": "wan"}, "3.1234567", "3.1234567"),
        ("date", {}, "2026-03-01", "2026-03-01"),
        ("date", {}, "soon", "soon"),
        ("short_text", {}, None, ""),
        ("short_text", {}, '"><script>', '"><script>'),
    ],
)
def test_input_shows_the_answer_as_it_is_typed(
    kind: str, fields: dict[str, Any], value: Any, expected: str
) -> None:
    assert control(asked(kind, **fields), value)["value"] == expected


def test_textarea_keeps_a_leading_line_break() -> None:
    assert "\n一\n二</textarea>" in shown(asked("long_text"), "一\n二")


def test_label_hint_error_and_counter_are_tied_to_the_input() -> None:
    attributes = control(asked("short_text", help="照营业执照填写"), "x", WRONG)
    assert attributes["id"] == attributes["name"] == "q-it"
    assert attributes["aria-describedby"] == "q-it-hint q-it-error q-it-count"
    assert attributes["aria-invalid"] == "true"
    ids = {
        attributes.get("id")
        for _, attributes in Tags(shown(asked("short_text", help="照"), "x", (WRONG,))).found
    }
    assert {"q-it-hint", "q-it-error", "q-it-count"} <= ids


def test_problems_of_other_questions_are_not_shown() -> None:
    other = Problem("other", "part", "number", "别的")
    assert "别的" not in shown(asked("integer"), None, (other,))


def test_optional_question_is_marked() -> None:
    assert "选填" in shown(asked("short_text", required=False))
    assert "选填" not in shown(asked("short_text"))


def test_counter_counts_on_the_server() -> None:
    assert "已写2字，最多50字" in shown(asked("short_text", maximum=Decimal(50)), "𠮷田")


@pytest.mark.parametrize(("unit", "sentence"), [("wan", "即35,000元"), ("yuan", "即3.5万元")])
def test_money_shows_the_other_unit(unit: str, sentence: str) -> None:
    assert sentence in shown(asked("money", money_unit=unit), "35000.00")


def test_unreadable_date_stays_in_a_text_field() -> None:
    assert control(asked("date"), "soon")["type"] == "text"
    assert control(asked("date"), "2026-03-01")["type"] == "date"
    assert control(asked("date"))["type"] == "date"


def test_choices_are_a_group_with_a_legend() -> None:
    tags = Tags(shown(asked("one_of", help="只选一项"), "pear", (WRONG,)))
    assert tags.all("fieldset")[0]["aria-describedby"] == "q-it-hint q-it-error"
    assert len(tags.all("legend")) == 1
    radios = tags.all("input")
    assert [radio["value"] for radio in radios] == ["apple", "pear", "plum"]
    assert [radio["id"] for radio in radios] == ["q-it", "q-it-2", "q-it-3"]
    assert ["checked" in radio for radio in radios] == [False, True, False]


def test_optional_choice_can_be_taken_back() -> None:
    radios = Tags(shown(asked("yes_no", required=False))).all("input")
    assert [(radio["value"], "checked" in radio) for radio in radios] == [
        ("yes", False),
        ("no", False),
        ("", True),
    ]


def test_yes_no_shows_what_was_answered() -> None:
    radios = Tags(shown(asked("yes_no"), False)).all("input")
    assert ["checked" in radio for radio in radios] == [False, True]


def test_boxes_send_that_they_were_there() -> None:
    inputs = Tags(shown(asked("many_of"), ["plum"])).all("input")
    assert (inputs[0]["type"], inputs[0]["name"], inputs[0]["value"]) == ("hidden", "q-it", "")
    assert [box["value"] for box in inputs[1:] if "checked" in box] == ["plum"]


def test_many_choices_become_a_list_box() -> None:
    choices = tuple(Choice(f"c{n}", f"选项{n}") for n in range(8))
    tags = Tags(shown(asked("one_of", choices=choices), "c3"))
    assert len(tags.all("option")) == 9
    assert [option["value"] for option in tags.all("option") if "selected" in option] == ["c3"]


def test_files_are_listed_with_upload_and_remove() -> None:
    text = shown(asked("file", maximum=Decimal(2)), None, (), [Attachment()])
    tags = Tags(text)
    assert [(button["name"], button["value"]) for button in tags.all("button")] == [
        ("remove", "7"),
        ("upload", "it"),
    ]
    assert tags.all("button")[0]["aria-label"] == "移除合同.pdf"
    assert tags.all("a")[0]["href"] == "/files/7/"
    assert tags.all("input")[0]["accept"] == ACCEPT
    assert "2 KB" in text
    assert "20 MB" in text


def test_full_file_question_offers_no_upload() -> None:
    text = shown(asked("file", maximum=Decimal(1)), None, (), [Attachment()])
    assert Tags(text).all("input") == []


def test_source_clause_is_a_chip() -> None:
    text = shown(
        asked("integer", clause=Source("ten-measures", "3", "十项措施 第3项", "Ten measures item 3"))
    )
    assert "十项措施 第3项" in text
    assert "/policies/ten-measures/3/" in text


def test_original_language_is_marked_where_no_translation_is() -> None:
    with override("en"):
        assert Tags(shown(asked("integer", label_en=""))).all("span")[0] == {"lang": "zh-Hans-CN"}
        assert Tags(shown(asked("integer"))).all("span")[0] == {}


@pytest.mark.parametrize(
    ("kind", "fields", "value", "expected"),
    [
        ("long_text", {}, "一\n二<", "一<br>二&lt;"),
        ("integer", {"unit": "人"}, 12_000, "12,000人"),
        ("decimal", {"unit": "%"}, "12.50", "12.5%"),
        ("money", {}, "35000.00", "3.5万元"),
        ("date", {}, "2026-03-01", "2026年3月1日"),
        ("yes_no", {}, True, "是"),
        ("one_of", {}, "pear", "梨"),
        ("one_of", {}, "cherry", "cherry"),
        ("many_of", {}, ["apple", "plum"], "苹果、李子"),
        ("many_of", {}, [], "—"),
        ("integer", {}, None, "—"),
        ("money", {}, "a lot", "a lot"),
        ("money", {}, {"a": 1}, "{&#x27;a&#x27;: 1}"),
    ],
)
def test_answer_is_read_in_words(kind: str, fields: dict[str, Any], value: Any, expected: str) -> None:
    assert read(asked(kind, **fields), value) == expected


def test_files_are_read_with_name_and_size() -> None:
    text = read(asked("file"), None, [Attachment()])
    assert "合同.pdf" in text
    assert "2 KB" in text


def test_section_tags_show_all_questions_with_their_own() -> None:
    section = Section(1, "part", "部分", "", "", "", (asked("integer"), asked("file", "proof", label="材料")))
    tags = ["{% section_fields s answers problems files %}", "{% section_answers s answers files %}"]
    context = {"s": section, "answers": {"it": 3}, "problems": [WRONG], "files": {"proof": [Attachment()]}}
    fields, answers = (Template("{% load questions %}" + tag).render(Context(context)) for tag in tags)
    assert Tags(fields).all("button")[0]["type"] == "submit"
    assert WRONG.message in fields
    assert "合同.pdf" in fields
    assert "材料" in answers
    assert "合同.pdf" in answers
