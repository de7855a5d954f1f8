"""What names a question keeps it as it is."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError
from django.utils import translation

from programs.forms import references
from programs.forms.checks import check_form, form_warnings
from programs.forms.models import ExportColumn, Form, Question, Reference, Rule
from programs.forms.services import freeze
from tests.factories.forms import FormFactory, QuestionFactory, SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def form() -> Form:
    """A form in which an amount is named by a condition, a formula, a rule and a column."""
    made = FormFactory()
    section = SectionFactory(form=made, title="部分", title_en="Part")
    money = {"section": section, "kind": "money", "money_unit": "yuan"}
    QuestionFactory(**money, key="amount", label="金额", position=1)
    QuestionFactory(section=section, key="why", label="理由", shown_when="amount > 10万元", position=2)
    table = QuestionFactory(section=section, key="lines", kind="table", label="明细", position=3)
    QuestionFactory(**money, key="price", label="单价", parent=table, position=1)
    QuestionFactory(section=section, key="cost", kind="computed", label="费用", parent=table,
                    formula="price * 2", position=2)  # fmt: skip
    Rule.objects.create(form=made, key="r", expression="sum(lines.cost) <= amount", message="超出")
    ExportColumn.objects.create(form=made, heading="一半", expression="amount * 50%")
    references.rewrite(made)
    return made


def named(form: Form) -> list[tuple[str, str]]:
    rows = Reference.objects.filter(form=form).order_by("question__key", "by", "pk")
    return [(row.question.key, row.by) for row in rows]


def test_references_say_what_names_each_question(form: Form) -> None:
    assert named(form) == [
        ("amount", "export"),
        ("amount", "rule"),
        ("amount", "shown_when"),
        ("cost", "rule"),
        ("lines", "rule"),
        ("price", "formula"),
    ]
    amount = Question.objects.get(key="amount")
    with translation.override("en"):
        words = {row.words for row in references.uses(form)[amount.pk]}
    assert words == {"condition “理由”", "rule “超出”", "column of exports “一半”"}


def test_references_follow_a_change_and_stay_without_one(form: Form) -> None:
    before = set(Reference.objects.values_list("pk", flat=True))
    references.rewrite(form)
    assert set(Reference.objects.values_list("pk", flat=True)) == before
    Rule.objects.update(expression="amount > 0元 and")
    references.rewrite(form)
    assert ("lines", "rule") not in named(form)


def test_a_question_in_use_is_neither_deleted_nor_changed(form: Form) -> None:
    amount = Question.objects.get(key="amount")
    with pytest.raises(RestrictedError):
        amount.delete()
    for change in ({"key": "sum"}, {"kind": "integer", "money_unit": ""}):
        with pytest.raises(IntegrityError, match="its key and kind stay"), transaction.atomic():
            Question.objects.filter(pk=amount.pk).update(**change)
    amount.key = "sum"
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        amount.full_clean()
    assert "“金额” is used: " in refused.value.messages[0]
    Question.objects.filter(pk=amount.pk).update(label="总金额", maximum=5)
    Question.objects.filter(key="why").update(key="reason")


def test_questions_that_name_each_other_go_together(form: Form) -> None:
    Rule.objects.all().delete()
    ExportColumn.objects.all().delete()
    form.sections.get().delete()
    assert Reference.objects.count() == 0


def test_a_form_goes_with_everything_that_names_its_questions(form: Form) -> None:
    form.delete()
    assert (Reference.objects.count(), Rule.objects.count()) == (0, 0)


def test_what_is_computed_is_frozen_with_the_form(form: Form) -> None:
    first = freeze(form, by=None)
    assert list(first.logic["conditions"]) == ["why"]
    assert first.logic["formulas"]["lines.cost"]["text"] == "price * 2"
    assert [column["text"] for column in first.exports] == ["amount * 50%"]
    assert first.schema["required"] == ["amount", "lines"]
    assert freeze(form, by=None) == first
    Rule.objects.update(expression="sum(lines.cost) < amount")
    second = freeze(form, by=None)
    assert (second.number, second.schema) == (2, first.schema)


def test_gaps_and_warnings_name_what_is_wrong(form: Form) -> None:
    Question.objects.filter(key="amount").update(minimum=1, maximum=50_000)
    Rule.objects.create(form=form, key="s", position=2, expression="amount > 20万元", message="太少")
    Rule.objects.create(form=form, key="t", position=3, expression="amount < 3元", message="少于三元")
    Rule.objects.create(form=form, key="u", position=4, expression="amount >= 3元", message="至少三元")
    Rule.objects.create(form=form, key="v", position=5, expression="amount >= 0", message="非负")
    with translation.override("en"):
        gaps, warnings = check_form(form), form_warnings(form)
    assert gaps == [
        "“理由” can never be shown: its condition never holds.",
        "No answers fulfil the rule “太少”.",
        "No answers fulfil both rules: “少于三元” and “至少三元”.",
    ]
    assert "The rule “非负” says nothing: it always holds." in warnings
    assert "“金额” has no English." in warnings
