"""Synonyms are edited in the administration, one word on each line."""

import pytest
from django.test import Client

from programs.search.models import Synonym
from tests.factories.catalog import administrator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("word", "others", "kept"),
    [
        ("高企", "高新技术企业\r\n\r\n SME \n高新技术企业", ["高新技术企业", "SME"]),
        ("高企", "", None),
        ("？", "高新技术企业", None),
        ("高企", "！", None),
    ],
)
def test_synonym_is_added(client: Client, word: str, others: str, kept: list[str] | None) -> None:
    client.force_login(administrator())
    response = client.post("/admin/search/synonym/add/", {"word": word, "others": others})
    assert response.status_code == (200 if kept is None else 302)
    assert [synonym.others for synonym in Synonym.objects.all()] == ([] if kept is None else [kept])


def test_synonym_is_shown_as_lines(client: Client) -> None:
    synonym = Synonym.objects.create(word="高企", others=["高新技术企业", "high-tech enterprise"])
    client.force_login(administrator())
    page = client.get(f"/admin/search/synonym/{synonym.pk}/change/").content.decode()
    assert "高新技术企业\nhigh-tech enterprise</textarea>" in page
    assert "高企" in client.get("/admin/search/synonym/").content.decode()
