"""Documents and clauses over the API."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.policies import ClauseFactory, DocumentFactory, TargetFactory

pytestmark = pytest.mark.django_db


def got(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1/policies/{address}")
    assert response.status_code == status
    return response.json()


def test_documents_are_filtered(client: Client) -> None:
    DocumentFactory()
    notice = DocumentFactory(notice=True)
    assert [d["slug"] for d in got(client, "?kind=call_notice")["results"]] == [notice.slug]


def test_document_is_found_by_slug_and_by_id(client: Client) -> None:
    target = TargetFactory()
    document = target.clause.document
    found = got(client, f"{document.slug}/")
    assert found == got(client, f"{document.pk}/")
    assert found["clauses"][0]["targets"][0]["number"] == "5000.00"


def test_clause_has_an_address(client: Client) -> None:
    clause = ClauseFactory(number="5-1")
    found = got(client, f"{clause.document.slug}/clauses/5-1/")
    assert (found["document"], found["printed"]) == (clause.document.slug, "第5-1项")


@pytest.mark.parametrize("address", ["none/", "99999999999999999999/", "none/clauses/1/", "0/clauses/%00/"])
def test_unknown_documents_are_not_found(client: Client, address: str) -> None:
    got(client, address, 404)
