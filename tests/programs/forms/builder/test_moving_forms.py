"""Forms that go elsewhere: copied from another program, kept in the library, saved as a file and loaded."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.api.problems import Refused
from programs.forms.builder import copying, document
from programs.forms.builder.shapes import read_file
from programs.forms.checks import check_form
from programs.forms.models import Form, LibraryQuestion, Question, Rule
from tests.factories.accounts import UserFactory
from tests.factories.forms import FormFactory, SectionFactory

LIBRARY = Path(settings.BASE_DIR) / "fixtures" / "reference" / "50_question_library.yaml"
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return UserFactory(admin=True, name="周怀瑾")


@pytest.fixture
def staff(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def form() -> Form:
    """A form with a rule between two answers."""
    made: Form = FormFactory(complete=True)
    Rule.objects.create(
        form=made, key="small", expression="amount <= 1万元 * staff", message="每人最多1万元。"
    )
    return made


def url(form: Form, name: str, *arguments: Any) -> str:
    return reverse(f"admin:forms_form_{name}", args=[form.pk, *arguments])


def loaded(client: Client, form: Form, content: Any, **more: str) -> Any:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    file = SimpleUploadedFile("form.json", text)
    return client.post(url(form, "import"), {"file": file, **more})


def test_whole_form_is_taken_over_with_its_rules(staff: Client, form: Form) -> None:
    other = FormFactory()
    staff.post(url(other, "take"), {"from": form.pk, "whole": "yes"})
    assert document.of_whole(other) == document.of_whole(form)
    assert check_form(other) == check_form(form)


def test_single_questions_go_to_the_chosen_section(staff: Client, form: Form) -> None:
    other = FormFactory(complete=True)
    section, taken = other.sections.get(key="firm"), form.sections.get(key="need").questions.get(key="amount")
    Question.objects.filter(pk=taken.pk).update(shown_when="has_loan = yes")
    data = {"from": form.pk, "take_question": taken.pk, "into": section.pk}
    answer = staff.post(url(other, "take"), data, follow=True)
    assert section.questions.filter(key="amount_2").exists()
    assert "引用了本申报表中没有的题目：has_loan" in answer.content.decode()


def test_form_of_a_program_out_of_reach_is_not_offered(staff: Client, form: Form) -> None:
    other = FormFactory()
    answer = staff.post(url(other, "take"), {"from": other.pk, "whole": "yes"})
    assert answer.status_code == 404


def test_file_brings_the_whole_form_back(staff: Client, form: Form) -> None:
    saved = json.loads(staff.get(url(form, "export")).content)
    other = FormFactory(complete=True)
    shown = loaded(staff, other, saved)
    assert "每人最多1万元。" in shown.content.decode()
    assert not other.rules.exists()  # looking through changes nothing
    data = {"content": shown.context["content"], "seen": shown.context["seen"]}
    assert staff.post(url(other, "import"), data).status_code == 302
    assert document.of_whole(other) == document.of_whole(form)


def test_file_is_refused_when_the_form_changed_meanwhile(staff: Client, form: Form) -> None:
    shown = loaded(staff, form, json.loads(staff.get(url(form, "export")).content) | {"rules": []})
    Question.objects.filter(key="contact").update(label="负责人")
    data = {"content": shown.context["content"], "seen": shown.context["seen"]}
    assert staff.post(url(form, "import"), data).status_code == 422
    assert form.rules.count() == 1


NO_FORMS: list[Any] = [
    b"\xff\xfe",
    b"{",
    b"[]",
    b"[" * 100_000,
    {"sections": []},
    {"kechuang_form": 1, "sections": [1]},
    {"kechuang_form": 1, "sections": [{"key": "a", "title": "A", "form": 3}]},
    {"kechuang_form": 1, "sections": [{"key": "a", "title": ["A"]}]},
    {"kechuang_form": 1, "sections": [{"key": "a", "title": "A", "questions": [{"kind": "table"}]}]},
    {"kechuang_form": 1, "sections": [{"key": "a", "title": "A", "questions": {}}]},
    {"kechuang_form": 1, "rules": [{"key": "r", "at": "nowhere", "expression": "yes", "message": "!"}]},
]


def test_file_that_is_no_form_is_told_and_changes_nothing(staff: Client, form: Form) -> None:
    before = document.of_whole(form)
    assert [loaded(staff, form, content).status_code for content in NO_FORMS] == [422] * len(NO_FORMS)
    assert document.of_whole(form) == before


def test_parts_of_parts_are_no_form() -> None:
    part = {"key": "p", "kind": "table", "label": "P", "parts": [{"key": "q", "parts": [{"key": "r"}]}]}
    content = {"kechuang_form": 1, "sections": [{"key": "a", "title": "A", "questions": [part]}]}
    with pytest.raises(Refused):
        read_file(json.dumps(content), 1)


def test_every_question_of_the_library_makes_a_form_without_gaps(admin: User) -> None:
    section = SectionFactory()
    rows = yaml.safe_load(BytesIO(LIBRARY.read_bytes()))
    assert len(rows) >= 25
    contents = [row["fields"]["content"] for row in rows]
    _made, notes = copying.add_questions(section.pk, contents, by=admin)
    assert (notes, check_form(section.form)) == ([], [])


def test_question_is_kept_in_the_library_and_taken_from_it(staff: Client, form: Form) -> None:
    row = Question.objects.get(key="service")
    staff.post(url(form, "keep", row.pk), {"name": "服务类别", "words": "券 服务"})
    kept = LibraryQuestion.objects.get()
    other = SectionFactory()
    page = reverse("admin:forms_form_choose_kind", args=[other.form_id, other.pk])
    assert "服务类别" in staff.get(page, {"q": "券"}).content.decode()
    assert "服务类别" not in staff.get(page, {"q": "贷款"}).content.decode()
    staff.post(page, {"library": kept.slug})
    copied = other.questions.get()
    assert document.of_question(copied) == document.of_question(row)


def test_second_question_of_a_name_is_refused_by_the_library(staff: Client, form: Form) -> None:
    row = Question.objects.get(key="service")
    for _time in range(2):
        staff.post(url(form, "keep", row.pk), {"name": "服务类别"})
    assert LibraryQuestion.objects.count() == 1
