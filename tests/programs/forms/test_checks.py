from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from programs.forms.checks import check_form
from programs.forms.models import Form
from tests.factories.forms import ChoiceFactory, FormFactory, QuestionFactory, SectionFactory

pytestmark = pytest.mark.django_db


def gaps(form: Form) -> list[str]:
    with override("en"):
        return check_form(form)


def test_complete_form_has_no_gap() -> None:
    assert gaps(FormFactory(complete=True)) == []


def test_empty_form_and_section_are_gaps() -> None:
    form = FormFactory()
    assert gaps(form) == ["The form has no section."]
    SectionFactory(form=form, title="企业情况")
    assert gaps(form) == ["The section “企业情况” has no question."]


def test_key_used_in_two_sections_is_a_gap() -> None:
    form = FormFactory()
    for _ in range(2):
        QuestionFactory(section=SectionFactory(form=form), key="name")
    assert gaps(form) == ["The key “name” is used 2 times. Give each question its own."]


def test_second_amount_and_amount_that_is_no_money_are_gaps() -> None:
    section = SectionFactory()
    QuestionFactory(section=section, kind="money", money_unit="yuan", label="甲", is_amount=True)
    QuestionFactory(section=section, kind="integer", label="乙", is_amount=True)
    assert gaps(section.form) == [
        "Only one question can be the amount applied for, not: 甲, 乙.",
        "“乙” is the amount applied for but asks no money.",
    ]


def test_choice_question_needs_choices() -> None:
    question = QuestionFactory(kind="one_of", label="类别")
    ChoiceFactory(question=question)
    assert gaps(question.section.form) == ["“类别” needs at least 2 answers to choose from."]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"kind": "integer", "minimum": 5, "maximum": 4},
            "accepts no answer: its minimum is above its maximum.",
        ),
        ({"kind": "short_text", "minimum": 300}, "accepts no answer: its minimum is above its maximum."),
        ({"kind": "long_text", "maximum": Decimal("10.5")}, "needs whole numbers as minimum and maximum."),
        (
            {"kind": "date", "minimum": 5},
            "has a minimum or maximum, which this kind of question does not know.",
        ),
        ({"kind": "file", "minimum": 11}, "accepts no answer: its minimum is above its maximum."),
    ],
)
def test_limits_that_make_no_sense_are_gaps(fields: dict[str, Any], sentence: str) -> None:
    question = QuestionFactory(label="问题", **fields)
    assert gaps(question.section.form) == [f"“问题” {sentence}"]


def test_more_choices_wanted_than_offered_is_a_gap() -> None:
    question = QuestionFactory(kind="many_of", label="问题", minimum=2, maximum=3)
    ChoiceFactory(question=question)
    assert gaps(question.section.form) == ["“问题” asks for more choices than it offers."]
