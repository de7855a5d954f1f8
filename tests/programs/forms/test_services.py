import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection

from portal.accounts.models import User
from portal.api.problems import Refused
from programs.forms.models import Form, FormVersion, Question, RoundForm
from programs.forms.screens import questions, sections
from programs.forms.services import form_gaps, freeze, pin, version_of
from tests.factories.catalog import RoundFactory
from tests.factories.forms import FormFactory, FormVersionFactory

pytestmark = pytest.mark.django_db


def test_freeze_keeps_order_texts_and_choices() -> None:
    version = freeze(FormFactory(complete=True), by=None)
    assert version.number == 1
    assert [(part.position, part.key, part.title_en) for part in sections(version)] == [
        (1, "firm", "The firm"),
        (2, "need", "Need and amount"),
    ]
    assert [question.key for question in questions(version)] == [
        "contact",
        "staff",
        "amount",
        "service",
        "contract",
    ]
    service = questions(version)[3]
    assert [choice.label for choice in service.choices] == ["检验检测", "委托设计"]


def test_freeze_publishes_a_schema_without_files() -> None:
    version = freeze(FormFactory(complete=True), by=None)
    version.refresh_from_db()
    assert sorted(version.schema["properties"]) == ["amount", "contact", "service", "staff"]
    assert version.schema["required"] == ["contact", "staff", "amount", "service"]
    assert version.schema["properties"]["staff"] == {
        "title": "职工人数",
        "type": "integer",
        "minimum": 1,
        "maximum": 999_999_999_999,
    }


def test_freeze_reuses_the_version_while_nothing_changed() -> None:
    form = FormFactory(complete=True)
    first = freeze(form, by=None)
    assert freeze(form, by=None) == first
    Question.objects.filter(key="contact").update(label="联系人姓名")
    second = freeze(form, by=None)
    assert (second.number, first.number) == (2, 1)
    assert freeze(form, by=None) == second


def test_freeze_refuses_a_form_with_gaps() -> None:
    with pytest.raises(Refused, match=r"还没有任何部分"):
        freeze(FormFactory(), by=None)


def test_freeze_names_who_published() -> None:
    person = User.objects.create_user("admin@example.com")
    assert freeze(FormFactory(complete=True), by=person).published_by == person


@pytest.mark.parametrize(
    "change", ["UPDATE forms_formversion SET number = 9", "DELETE FROM forms_formversion"]
)
def test_version_never_changes(change: str) -> None:
    FormVersionFactory()
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute(change)


def test_deleting_a_question_leaves_its_versions_alone() -> None:
    version = FormVersionFactory()
    Question.objects.filter(key="contact").delete()
    version.refresh_from_db()
    assert "contact" in version.schema["properties"]


def test_pin_freezes_once() -> None:
    round_ = RoundFactory(program=FormFactory(complete=True).program)
    assert version_of(round_) is None
    pinned = pin(round_, by=None)
    Question.objects.filter(key="contact").update(label="联系人姓名")
    assert pin(round_, by=None) == pinned
    assert version_of(round_) == pinned.version


def test_rounds_of_one_program_share_an_unchanged_version() -> None:
    program = FormFactory(complete=True).program
    for _ in range(2):
        pin(RoundFactory(program=program), by=None)
    assert FormVersion.objects.count() == 1
    assert RoundForm.objects.count() == 2


def test_form_gaps_name_a_missing_form() -> None:
    assert form_gaps(RoundFactory()) == ["项目还没有申报表。"]
    assert form_gaps(RoundFactory(program=FormFactory(complete=True).program)) == []


def test_form_gaps_name_an_amount_above_the_cap() -> None:
    round_ = RoundFactory(program=FormFactory(complete=True).program, amount_cap=200_000)
    question = Question.objects.get(section__form=round_.program.form, is_amount=True)
    for maximum, gaps in ((None, 1), (200_001, 1), (200_000, 0), (5_000, 0)):
        Question.objects.filter(pk=question.pk).update(maximum=maximum)
        assert len(form_gaps(round_)) == gaps


@pytest.mark.django_db(transaction=True)
def test_freezing_twice_at_once_makes_one_version() -> None:
    form = FormFactory(complete=True)
    found: list[Any] = []

    def run(form: Form) -> None:
        try:
            found.append(freeze(form, by=None).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[form]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1, 1]
    assert FormVersion.objects.count() == 1
