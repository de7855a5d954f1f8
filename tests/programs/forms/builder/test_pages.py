"""The builder's pages as a browser without scripts uses them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import User
from portal.versions.models import Version
from programs.forms.builder import marks
from programs.forms.models import Form, Question, Reference, Section
from programs.forms.services import freeze
from tests.factories.accounts import UserFactory
from tests.factories.forms import FormFactory, QuestionFactory, SectionFactory
from tests.programs.catalog.test_reaching import department, editor, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(UserFactory(admin=True, name="周怀瑾"))
    return client


@pytest.fixture
def form() -> Form:
    """A small real form: firm (contact, staff), need (amount, service, contract)."""
    made: Form = FormFactory(complete=True)
    return made


def url(form: Form, name: str, *arguments: Any) -> str:
    return reverse(f"admin:forms_form_{name}", args=[form.pk, *arguments])


def rows(*labels: str) -> dict[str, Any]:
    data: dict[str, Any] = {"choices-TOTAL_FORMS": len(labels), "choices-INITIAL_FORMS": 0}
    return data | {f"choices-{n}-label": label for n, label in enumerate(labels)}


def keys(section: Section) -> list[str]:
    return list(section.questions.filter(parent=None).order_by("position").values_list("key", flat=True))


def seen(client: Client, address: str) -> str:
    text = client.get(address).content.decode()
    return text.split('name="seen" value="')[1].split('"')[0]


def test_form_is_built_page_by_page_without_a_script(staff: Client) -> None:
    form = FormFactory()
    answer = staff.post(url(form, "add_section"), {"title": "企业情况", "title_en": "The firm"})
    section = form.sections.get()
    assert (answer.status_code, section.key) == (302, "the_firm")
    fee = {"label": "服务费", "money_unit": "wan", "required": "on", "section": section.pk, "is_amount": "on"}
    staff.post(url(form, "add_question", section.pk, "money"), fee)
    kind = {"label": "服务类别", "section": section.pk} | rows("检验检测", "", "委托设计")
    staff.post(url(form, "add_question", section.pk, "one_of"), kind)
    assert keys(section) == ["fu_wu_fei", "fu_wu_lei_bie"]
    choices = Question.objects.get(key="fu_wu_lei_bie").choices
    assert list(choices.values_list("label", flat=True)) == ["检验检测", "委托设计"]
    assert Version.objects.of(form).count() == 4  # as found, then each change


def test_question_page_shows_only_fields_its_kind_knows(staff: Client, form: Form) -> None:
    section = form.sections.get(key="need")
    text = staff.get(url(form, "add_question", section.pk, "date")).content.decode()
    fields = {name for name in ("minimum", "money_unit", "unit", "formula") if f'name="{name}"' in text}
    assert fields == set()
    text = staff.get(url(form, "add_question", section.pk, "money")).content.decode()
    there = {name for name in ("minimum", "money_unit", "unit", "formula") if f'name="{name}"' in text}
    assert there == {"minimum", "money_unit"}


def test_table_has_columns_of_simple_kinds_only(staff: Client, form: Form) -> None:
    section = form.sections.get(key="need")
    staff.post(url(form, "add_question", section.pk, "table"), {"label": "设备", "section": section.pk})
    table = Question.objects.get(label="设备")
    staff.post(url(form, "add_part", table.pk, "short_text"), {"label": "名称", "required": "on"})
    staff.post(
        url(form, "add_part", table.pk, "money"), {"label": "价格", "money_unit": "yuan", "total": "on"}
    )
    parts = list(table.parts.order_by("position").values_list("key", "total"))
    assert parts == [("ming_cheng", False), ("jia_ge", True)]
    assert staff.get(url(form, "add_part", table.pk, "table")).status_code == 404


def test_usual_parts_are_written_out_to_be_changed(staff: Client, form: Form) -> None:
    section = form.sections.get(key="need")
    staff.post(url(form, "add_question", section.pk, "milestones"), {"label": "进度", "section": section.pk})
    row = Question.objects.get(label="进度")
    assert not row.parts.exists()
    staff.post(url(form, "usual", row.pk))
    staff.post(url(form, "usual", row.pk))
    assert list(row.parts.order_by("position").values_list("key", flat=True)) == ["name", "due", "result"]


def test_up_and_down_carry_a_question_into_the_next_section(staff: Client, form: Form) -> None:
    firm, need = form.sections.all()
    moved = firm.questions.get(key="staff")
    for _step in range(2):
        staff.post(
            url(form, "change"), {"do": f"down-question-{moved.pk}", "seen": seen(staff, url(form, "change"))}
        )
    assert (keys(firm), keys(need)) == (["contact"], ["amount", "staff", "service", "contract"])
    for _step in range(2):
        staff.post(
            url(form, "change"), {"do": f"up-question-{moved.pk}", "seen": seen(staff, url(form, "change"))}
        )
    assert (keys(firm), keys(need)) == (["contact", "staff"], ["amount", "service", "contract"])


def test_dragging_places_a_question_anywhere(staff: Client, form: Form) -> None:
    firm, need = form.sections.all()
    contract = need.questions.get(key="contract")
    data = {"do": f"place-question-{contract.pk}-{firm.pk}-1", "seen": seen(staff, url(form, "change"))}
    staff.post(url(form, "change"), data)
    assert (keys(firm), keys(need)) == (["contact", "contract", "staff"], ["amount", "service"])


def test_second_to_move_is_told(staff: Client, form: Form) -> None:
    shown = seen(staff, url(form, "change"))
    contact, service = (Question.objects.get(key=key) for key in ("contact", "service"))
    staff.post(url(form, "change"), {"do": f"down-question-{contact.pk}", "seen": shown})
    answer = staff.post(
        url(form, "change"), {"do": f"down-question-{service.pk}", "seen": shown}, follow=True
    )
    assert "您打开此页后，他人已修改此处" in answer.content.decode()
    assert keys(form.sections.get(key="need")) == ["amount", "service", "contract"]


def test_second_to_save_a_question_is_told_and_keeps_what_was_typed(staff: Client, form: Form) -> None:
    row = Question.objects.get(key="contact")
    shown, data = marks.of_question(row), {"section": row.section_id, "required": "on", "key": "contact"}
    staff.post(url(form, "question", row.pk), data | {"label": "负责人", "seen": shown})
    answer = staff.post(url(form, "question", row.pk), data | {"label": "经办人", "seen": shown})
    text = answer.content.decode()
    assert (answer.status_code, 'value="经办人"' in text) == (422, True)
    row.refresh_from_db()
    assert row.label == "负责人"
    again = text.split('name="seen" value="')[1].split('"')[0]
    staff.post(url(form, "question", row.pk), data | {"label": "经办人", "seen": again})
    row.refresh_from_db()
    assert row.label == "经办人"


def test_question_in_use_stays_and_keeps_its_key(staff: Client, form: Form) -> None:
    row = Question.objects.get(key="amount")
    rule = {"expression": "amount <= 10万元", "message": "金额太大。", "severity": "error"}
    assert staff.post(url(form, "add_rule", "rule"), rule).status_code == 302
    text = staff.post(url(form, "remove", "question", row.pk), follow=True).content.decode()
    assert "金额太大。" in text
    data = {"label": "申请金额", "section": row.section_id, "money_unit": "wan", "key": "sum_asked"}
    answer = staff.post(url(form, "question", row.pk), data | {"seen": marks.of_question(row)})
    assert answer.status_code == 422
    assert Question.objects.filter(key="amount").exists()
    form.rules.all().delete()
    staff.post(url(form, "remove", "question", row.pk))
    assert not Question.objects.filter(key="amount").exists()


def test_expression_that_names_nothing_is_not_saved(staff: Client, form: Form) -> None:
    rule = {"expression": "amonut <= 10万元", "message": "金额太大。", "severity": "error"}
    answer = staff.post(url(form, "add_rule", "rule"), rule)
    assert (answer.status_code, form.rules.count()) == (422, 0)
    assert "amonut" in answer.content.decode()
    row = Question.objects.get(key="contract")
    data = {"label": "服务合同", "section": row.section_id, "required": "on", "key": "contract"}
    data |= {"shown_when": "amount > staff", "seen": marks.of_question(row)}
    assert staff.post(url(form, "question", row.pk), data).status_code == 422
    row.refresh_from_db()
    assert row.shown_when == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("amonut <= 10万元", "第1个字符（“amonut <= 10万元”）：本表没有问题“amonut”。您是否要写“amount”？"),
        (
            "amount <= 10",
            "第1个字符（“amount <= 10”）：金额和数字不能放在一起。请写上金额的单位，例如20万元。",
        ),
        ("staff > 3 and amount", "第15个字符（“amount”）：这里需要条件（例如比较），不能是金额。"),
        ("staff <", "表达式没有写完：末尾还缺内容。此处应写名称、数字、日期或引号中的文字。"),
        ("staff > 3 (", "第11个字符（“(”）：从“(”开始看不懂。此处应写+、=等符号，或“and”等词。"),
        ("contact = yes", "第1个字符（“contact = yes”）：文字和是或否不能放在一起。"),
        ("amount * 2", "第1个字符（“amount * 2”）：这里应是条件，例如比较。"),
    ],
)
def test_wrong_expression_is_told_at_its_field_with_its_place(
    staff: Client, form: Form, typed: str, said: str
) -> None:
    rule = {"expression": typed, "message": "金额太大。", "severity": "error"}
    answer = staff.post(url(form, "add_rule", "rule"), rule)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"expression": [said]}
    row = Question.objects.get(key="contract")
    data = {"label": "服务合同（改）", "section": row.section_id, "key": "contract", "shown_when": typed}
    answer = staff.post(url(form, "question", row.pk), data | {"seen": marks.of_question(row)})
    fields = answer.context["form"]
    assert (fields.errors, fields["shown_when"].value()) == ({"shown_when": [said]}, typed)
    assert fields["label"].value() == "服务合同（改）"


def test_circle_is_told_at_the_field(staff: Client, form: Form) -> None:
    Question.objects.filter(key="service").update(shown_when="amount > 1元")
    amount = Question.objects.get(key="amount")
    data = {"label": "金额", "section": amount.section_id, "money_unit": "wan", "key": "amount"}
    data |= {"shown_when": 'service = "testing"', "seen": marks.of_question(amount)}
    answer = staff.post(url(form, "question", amount.pk), data)
    assert list(answer.context["form"].errors) == ["shown_when"]


def test_removing_a_section_takes_its_questions_and_a_version_brings_them_back(
    staff: Client, form: Form
) -> None:
    first = form.sections.get(key="firm")
    staff.post(url(form, "remove", "section", first.pk))
    assert list(form.sections.values_list("key", flat=True)) == ["need"]
    history = reverse("admin:forms_form_history", args=[form.pk])
    assert "企业情况" in staff.get(history).content.decode()
    staff.post(history, {"number": 1})
    assert [keys(section) for section in form.sections.all()] == [
        ["contact", "staff"],
        ["amount", "service", "contract"],
    ]
    choices = Question.objects.get(key="service").choices
    assert list(choices.values_list("value", flat=True)) == ["testing", "design"]


def test_version_brings_rules_back_and_what_they_name_stays_in_use(staff: Client, form: Form) -> None:
    rule = {"expression": "amount <= 10万元", "message": "金额太大。", "severity": "error"}
    staff.post(url(form, "add_rule", "rule"), rule)
    staff.post(url(form, "rule", "rule", form.rules.get().pk), {"remove": "yes"})
    assert not Reference.objects.exists()
    history = reverse("admin:forms_form_history", args=[form.pk])
    staff.post(history, {"number": 2})
    assert form.rules.get().message == "金额太大。"
    assert Reference.objects.get().question.key == "amount"


def test_copy_of_a_question_gets_a_key_of_its_own(staff: Client, form: Form) -> None:
    service = Question.objects.get(key="service")
    staff.post(url(form, "change"), {"do": f"copy-question-{service.pk}"})
    copied = Question.objects.get(key="service_2")
    assert list(copied.choices.values_list("value", flat=True)) == ["testing", "design"]
    section = form.sections.get(key="firm")
    staff.post(url(form, "change"), {"do": f"copy-section-{section.pk}"})
    assert keys(form.sections.get(key="firm_2")) == ["contact_2", "staff_2"]


def test_builder_is_for_who_edits_programs(client: Client, form: Form) -> None:
    client.force_login(User.objects.create_user("firm@example.com"))
    for name in ("change", "take", "import", "add_section"):
        assert client.get(url(form, name)).status_code in (302, 403, 404)


def test_outline_takes_a_fixed_number_of_queries(staff: Client, form: Form) -> None:
    counts = []
    for _more in range(2):
        section = SectionFactory(form=form)
        for _row in range(3):
            QuestionFactory(section=section)
        with CaptureQueriesContext(connection) as queries:
            staff.get(url(form, "change"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_published_version_stays_as_it_is(staff: Client, form: Form) -> None:
    version = freeze(form, by=None)
    before = version.screen
    staff.post(url(form, "remove", "section", form.sections.get(key="firm").pk))
    version.refresh_from_db()
    assert version.screen == before


@pytest.mark.parametrize(
    ("office", "status"), [("own", 200), ("below", 200), ("above", 404), ("beside", 404)]
)
def test_official_builds_forms_of_the_departments_within_reach(office: str, status: int) -> None:
    city = department("city")
    district = department("mid", city)
    offices = {"above": city, "own": district, "below": department("town", district)}
    offices["beside"] = department("middle", city)
    official = signed_in(editor(district))
    form = FormFactory(complete=True, program__department=offices[office])
    section, question = form.sections.get(key="firm"), Question.objects.get(key="contact")
    pages = [
        url(form, "change"),
        url(form, "section", section.pk),
        url(form, "question", question.pk),
        url(form, "export"),
        reverse("form_trial", args=[form.program.slug]),
    ]
    assert {official.get(page, follow=True).status_code for page in pages} == {status}
    official.post(url(form, "remove", "question", question.pk))
    assert Question.objects.filter(pk=question.pk).exists() == (status == 404)
