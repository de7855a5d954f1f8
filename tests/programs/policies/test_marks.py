"""A chip says when its document may not carry a condition alone."""

import pytest
from django.template import engines
from django.utils import translation

from programs.forms.models import Question
from programs.forms.versions import sections_of
from tests.factories.forms import QuestionFactory
from tests.factories.policies import ClauseFactory, DocumentFactory

pytestmark = pytest.mark.django_db


def chip(language: str = "zh-hans", **kind: bool) -> str:
    """The words of the chip of a clause."""
    clause = ClauseFactory(document=DocumentFactory(short_title="要点", **kind), printed="第1项")
    template = engines["django"].from_string("{% load policies %}{% cite_clause clause %}")
    with translation.override(language):
        return template.render({"clause": clause}).partition("<span>")[2].partition("</span>")[0]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ({}, "要点 第1项"),
        ({"plan": True}, "要点 第1项（内部计划）"),
        ({"model_text": True}, "要点 第1项（示范文本）"),
        ({"lapsed": True}, "要点 第1项（已失效）"),
        ({"plan": True, "lapsed": True}, "要点 第1项（内部计划、已失效）"),
    ],
)
def test_a_chip_is_marked(kind: dict[str, bool], words: str) -> None:
    assert chip(**kind) == words


def test_a_document_lapses_on_the_day_after_its_last() -> None:
    document = DocumentFactory.build(valid_until="2026-05-31")
    document.clean_fields(exclude=["region"])
    day = document.valid_until
    assert [document.has_lapsed(day), document.has_lapsed(day.replace(month=6, day=1))] == [False, True]


def test_the_chip_of_a_question_is_marked_too() -> None:
    document = DocumentFactory(plan=True, short_title="要点", short_title_en="Work plan")
    clause = ClauseFactory(document=document, printed="第1项", printed_en="Item 1")
    form = QuestionFactory().section.form
    Question.objects.filter(section__form=form).update(clause=clause)
    sources = {question.clause for section in sections_of(form) for question in section.questions}
    assert {(source.label, source.label_en) for source in sources if source} == {
        ("要点 第1项（内部计划）", "Work plan Item 1 (Internal plan)")
    }
