"""Forms in rows, and versions without a database."""

from collections.abc import Iterable
from typing import Any

import factory

from programs.forms import models
from programs.forms.compiling import ColumnText, RuleText, compiled
from programs.forms.kinds import default_parts
from programs.forms.models import FormVersion
from programs.forms.screens import Choice, Question, Section, dump
from programs.forms.versions import schema_of

COLUMNS = (
    Question("name", "short_text", "名称", "Name"),
    Question("cost", "money", "金额", "Cost", money_unit="yuan", required=False, total=True),
)
FRUIT = (Choice("apple", "苹果", "Apple"), Choice("pear", "梨", "Pear"), Choice("plum", "李子", "Plum"))


def asked(kind: str, key: str = "it", **fields: Any) -> Question:
    """A question as published, with what its kind needs."""
    needs: dict[str, Any] = {
        "money": {"money_unit": "yuan"},
        "one_of": {"choices": FRUIT},
        "many_of": {"choices": FRUIT},
        "file_list": {"choices": FRUIT},
        "pick": {"source": "departments"},
        "budget": {"choices": FRUIT},
        "matrix": {"choices": FRUIT, "parts": COLUMNS},
        "table": {"parts": COLUMNS},
        "group": {"parts": COLUMNS},
    }
    if kind not in needs and (parts := default_parts(kind)):
        needs[kind] = {"parts": parts}
    if kind == "budget":
        needs[kind]["parts"] = default_parts(kind)
    return Question(
        key=key, kind=kind, **({"label": "问题", "label_en": "It"} | needs.get(kind, {}) | fields)
    )


def version_of(*questions: Question) -> FormVersion:
    """An unsaved version with the questions in one section, `part`."""
    return version_with(Section(1, "part", "部分", "Part", "", "", questions))


def version_with(
    *sections: Section, rules: Iterable[RuleText] = (), columns: Iterable[ColumnText] = ()
) -> FormVersion:
    """An unsaved version with these sections, and what their expressions compile to; they have to work."""
    parts = list(sections)
    found = compiled(parts, rules, columns)
    assert found.faults == []
    return FormVersion(
        number=1,
        schema=schema_of("项目", parts),
        screen=dump(parts),
        logic=found.logic(),
        exports=found.exports(),
    )


class FormFactory(factory.django.DjangoModelFactory[models.Form]):
    """`complete=True`: two sections with five questions, ready to be published."""

    class Meta:
        model = models.Form
        skip_postgeneration_save = True

    program = factory.SubFactory("tests.factories.catalog.ProgramFactory")

    @factory.post_generation
    def complete(form: models.Form, create: bool, extracted: bool, **kwargs: Any) -> None:
        """A small real form."""
        if not extracted:
            return
        firm = SectionFactory(form=form, key="firm", title="企业情况", title_en="The firm", position=1)
        QuestionFactory(section=firm, key="contact", label="联系人", label_en="Contact", position=1)
        QuestionFactory(
            section=firm, key="staff", kind="integer", label="职工人数", minimum=1, unit="人", position=2
        )
        need = SectionFactory(
            form=form, key="need", title="需求与金额", title_en="Need and amount", position=2
        )
        QuestionFactory(section=need, key="amount", kind="money", money_unit="wan", label="申请金额",
                        label_en="Amount", maximum=200_000, is_amount=True, position=1)  # fmt: skip
        kind = QuestionFactory(section=need, key="service", kind="one_of", label="服务类别", position=2)
        for position, value in enumerate(("testing", "design")):
            label = {"testing": "检验检测", "design": "委托设计"}[value]
            ChoiceFactory(question=kind, value=value, label=label,
                          label_en=value.title(), position=position)  # fmt: skip
        QuestionFactory(section=need, key="contract", kind="file", label="服务合同", position=3)


class SectionFactory(factory.django.DjangoModelFactory[models.Section]):
    class Meta:
        model = models.Section

    form = factory.SubFactory(FormFactory)
    key = factory.Sequence(lambda n: f"section_{n}")
    title = "部分"


class QuestionFactory(factory.django.DjangoModelFactory[models.Question]):
    class Meta:
        model = models.Question

    section = factory.SubFactory(SectionFactory)
    key = factory.Sequence(lambda n: f"question_{n}")
    kind = "short_text"
    label = "问题"


class ChoiceFactory(factory.django.DjangoModelFactory[models.Choice]):
    class Meta:
        model = models.Choice

    question = factory.SubFactory(QuestionFactory, kind="one_of")
    value = factory.Sequence(lambda n: f"choice_{n}")
    label = "答案"


class FormVersionFactory(factory.django.DjangoModelFactory[FormVersion]):
    """A saved version of a complete form."""

    class Meta:
        model = FormVersion

    @classmethod
    def _create(cls, model_class: type[FormVersion], *args: Any, **kwargs: Any) -> FormVersion:
        from programs.forms.services import freeze

        form = kwargs.pop("form", None) or FormFactory(complete=True)
        return freeze(form, by=kwargs.get("by"))
