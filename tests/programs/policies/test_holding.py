"""A clause that terms name as their source is not deleted, by no way."""

from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from programs.catalog.models import Program, Round
from programs.policies.models import Clause, PolicyDocument
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.factories.policies import ClauseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(UserFactory(admin=True, language="en"))
    return client


@pytest.fixture
def clause() -> Clause:
    """Named by a program's terms; the program rests on another."""
    clause = ClauseFactory(number="3")
    terms = {"payment": {"value": "reimbursement", "source": f"{clause.document.slug}#3"}}
    Program.objects.filter(pk=ProgramFactory(title="创新券").pk).update(terms=terms)
    return clause


def sent(page: Any) -> dict[str, Any]:
    """What the form of an admin's page would send as it is shown, with its inlines."""
    form = page.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    for inline in page.context["inline_admin_formsets"]:
        values |= {field.html_name: field.value() for field in inline.formset.management_form}
        for inner in inline.formset.initial_forms:
            values |= {inner[name].html_name: inner[name].value() for name in inner.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


@pytest.mark.parametrize("model", [Clause, PolicyDocument])
def test_deleting_is_refused_with_the_program_that_names_it(
    client: Client, clause: Clause, model: Any
) -> None:
    row = clause if model is Clause else clause.document
    address = reverse(f"admin:policies_{model._meta.model_name}_delete", args=[row.pk])
    page = client.get(address).content.decode()
    assert "The terms of the program “创新券” name" in page
    client.post(address, {"post": "yes"})
    assert Clause.objects.filter(pk=clause.pk).exists()


def test_selected_clauses_are_not_deleted_either(client: Client, clause: Clause) -> None:
    free = ClauseFactory()
    sends = {"action": "delete_selected", "_selected_action": [clause.pk, free.pk], "post": "yes"}
    page = client.post(reverse("admin:policies_clause_changelist"), sends)
    assert "创新券" in page.content.decode()
    assert Clause.objects.filter(pk__in=[clause.pk, free.pk]).count() == 2


def test_the_page_of_its_document_refuses_it_too(client: Client, clause: Clause) -> None:
    address = reverse("admin:policies_policydocument_change", args=[clause.document.pk])
    sends = sent(client.get(address)) | {"clauses-TOTAL_FORMS": 1, "clauses-0-DELETE": "on"}
    answer = client.post(address, sends)
    assert "The terms of the program “创新券” name" in answer.content.decode()
    assert Clause.objects.filter(pk=clause.pk).exists()


def test_terms_published_with_a_round_keep_their_clause(clause: Clause) -> None:
    terms = Program.objects.get(title="创新券").terms
    Program.objects.update(terms={})
    Round.objects.filter(pk=RoundFactory(name="第一批").pk).update(terms=terms)
    with pytest.raises(ProtectedError, match="第一批"), transaction.atomic():
        clause.delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        Clause.objects.filter(pk=clause.pk).delete()


def test_a_clause_nobody_names_is_deleted(client: Client, clause: Clause) -> None:
    free = ClauseFactory(document=clause.document, number="4")
    client.post(reverse("admin:policies_clause_delete", args=[free.pk]), {"post": "yes"})
    assert not Clause.objects.filter(pk=free.pk).exists()
