import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import User
from programs.forms.models import Form, Question, Section
from programs.forms.services import freeze
from tests.factories.forms import FormFactory, FormVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin@example.com", "long-enough-password"))
    return client


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"admin:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def inline(prefix: str, *rows: dict[str, object], initial: int = 0) -> dict[str, object]:
    data: dict[str, object] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def test_form_is_built_page_by_page_without_a_script(staff: Client) -> None:
    form = FormFactory()
    section_row = {"position": 1, "key": "firm", "title": "企业情况", "form": form.pk}
    url = reverse("admin:forms_form_change", args=[form.pk])
    assert staff.post(url, inline("sections", section_row)).status_code == 302
    section = form.sections.get()

    rows = [
        {"position": 1, "key": "name", "kind": "short_text", "label": "名称", "required": "on"},
        {"position": 2, "key": "cost", "kind": "money", "money_unit": "wan", "label": "费用"},
    ]
    data = {"position": 1, "key": "firm", "title": "企业情况", "intro": "如实填写"} | inline(
        "questions", *rows
    )
    answer = staff.post(reverse("admin:forms_section_change", args=[section.pk]), data)
    assert (answer.status_code, answer.headers["Location"]) == (302, url)
    assert [question.key for question in section.questions.all()] == ["name", "cost"]


def test_money_without_a_unit_is_a_sentence_not_a_crash(staff: Client) -> None:
    section = FormFactory(complete=True).sections.first()
    assert section is not None
    data = {"position": 1, "key": "firm", "title": "企业情况"} | inline(
        "questions", {"position": 1, "key": "cost", "kind": "money", "label": "费用"}
    )
    answer = staff.post(reverse("admin:forms_section_change", args=[section.pk]), data)
    assert answer.status_code == 200
    assert "金额题要说明以元还是以万元填写" in answer.content.decode()


def test_form_page_lists_gaps_preview_and_versions(staff: Client) -> None:
    form = FormFactory()
    assert "申报表还没有任何部分" in page(staff, "forms_form_change", form.pk)
    form = FormFactory(complete=True)
    version = freeze(form, by=None)
    text = page(staff, "forms_form_change", form.pk)
    assert "没有缺项" in text
    assert reverse("form_preview", args=[form.program.slug]) in text
    assert reverse("admin:forms_formversion_change", args=[version.pk]) in text


def test_question_page_has_its_choices(staff: Client) -> None:
    FormFactory(complete=True)
    question = Question.objects.get(key="service")
    assert "检验检测" in page(staff, "forms_question_change", question.pk)


def test_parts_are_reached_from_the_form_only(staff: Client) -> None:
    index = page(staff, "index")
    assert reverse("admin:forms_form_changelist") in index
    assert reverse("admin:forms_section_changelist") not in index
    assert staff.get(reverse("admin:forms_question_add")).status_code == 403


def test_version_can_only_be_read(staff: Client) -> None:
    version = FormVersionFactory()
    url = reverse("admin:forms_formversion_change", args=[version.pk])
    text = page(staff, "forms_formversion_change", version.pk)
    assert "联系人、职工人数" in text
    assert staff.post(url, {"number": 9}).status_code == 403
    assert staff.get(reverse("admin:forms_formversion_delete", args=[version.pk])).status_code == 403


def test_list_of_forms_takes_a_fixed_number_of_queries(staff: Client) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            FormVersionFactory()
        with CaptureQueriesContext(connection) as queries:
            page(staff, "forms_form_changelist")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_deleting_a_section_deletes_its_questions(staff: Client) -> None:
    form = FormFactory(complete=True)
    first, second = form.sections.all()
    rows = [
        {"id": part.pk, "form": form.pk, "position": part.position, "key": part.key, "title": part.title}
        for part in (first, second)
    ]
    data = inline("sections", rows[0] | {"DELETE": "on"}, rows[1], initial=2)
    assert staff.post(reverse("admin:forms_form_change", args=[form.pk]), data).status_code == 302
    assert list(Section.objects.values_list("key", flat=True)) == ["need"]
    assert Form.objects.count() == 1
