"""Pages of documents and clauses."""

import pytest
from django.test import Client
from django.utils import translation

from programs.policies.templatetags.policies import amount
from tests.factories.catalog import ProgramFactory, RequiredDocumentFactory, RoundFactory
from tests.factories.policies import ClauseFactory, DocumentFactory, TargetFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


def page(client: Client, address: str) -> str:
    response = client.get(address, headers=ENGLISH)
    assert response.status_code == 200
    return " ".join(response.content.decode().split()).replace(" >", ">")


def test_document_shows_clauses_targets_and_programs(client: Client) -> None:
    target = TargetFactory(name_en="Firms reached")
    program = ProgramFactory(clauses=[target.clause], title_en="The subsidy")
    shown = page(client, f"/policies/{target.clause.document.slug}/")
    assert "≥5,000 firms" in shown
    assert f'<a href="/programs/{program.slug}/">The subsidy</a>' in shown


def test_clause_names_the_program_whose_round_cites_it(client: Client) -> None:
    condition, document, draft = ClauseFactory(), ClauseFactory(), ClauseFactory()
    program = ProgramFactory(clauses=[])
    round_ = RoundFactory(program=program)
    round_.conditions.create(clause=condition, sentence="在本市注册")
    RequiredDocumentFactory(round=round_, clause=document)
    RequiredDocumentFactory(round=RoundFactory(program=program, draft=True), clause=draft)
    shown = [
        f'href="/programs/{program.slug}/"'
        in page(client, f"/policies/{clause.document.slug}/{clause.number}/")
        for clause in (condition, document, draft)
    ]
    assert shown == [True, True, False]


def test_clause_has_an_address_and_its_neighbors(client: Client) -> None:
    document = DocumentFactory()
    for position in (1, 2, 3):
        ClauseFactory(document=document, position=position, number=str(position))
    shown = page(client, f"/policies/{document.slug}/2/")
    assert f'rel="prev" href="/policies/{document.slug}/1/"' in shown
    assert f'rel="next" href="/policies/{document.slug}/3/"' in shown


def test_clause_shows_the_official_wording_when_filled_in(client: Client) -> None:
    clause = ClauseFactory(text="原文一句。")
    assert "原文一句。" in page(client, f"/policies/{clause.document.slug}/{clause.number}/")
    clause.text = ""
    clause.save()
    assert "Not filled in yet." in page(client, f"/policies/{clause.document.slug}/{clause.number}/")


def test_clause_hides_programs_that_are_drafts(client: Client) -> None:
    clause = ClauseFactory()
    ProgramFactory(clauses=[clause], draft=True, title_en="Hidden program")
    assert "Hidden program" not in page(client, f"/policies/{clause.document.slug}/{clause.number}/")


@pytest.mark.parametrize("address", ["/policies/none/", "/policies/none/1/"])
def test_unknown_documents_are_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("query", "count"), [("q=ladder", 1), ("q=2011-300", 1), ("kind=call_notice", 1), ("", 3)]
)
def test_list_filters(client: Client, query: str, count: int) -> None:
    DocumentFactory(title_en="The ladder")
    DocumentFactory(number="2011-300")
    DocumentFactory(notice=True)
    shown = page(client, f"/policies/?{query}")
    assert f'role="status">{count} document{"" if count == 1 else "s"}<' in shown


@pytest.mark.parametrize(
    ("fields", "language", "words"),
    [
        ({"number": 5000}, "zh-hans", "≥5,000家"),
        ({"number": 60, "comparison": "eq", "unit": "人", "unit_en": "people"}, "en", "60 people"),
        ({"number": 1_000_000_000, "comparison": "eq", "unit": "元", "unit_en": "yuan"}, "zh-hans", "10亿元"),
    ],
)
def test_amount_of_a_target(fields: dict[str, object], language: str, words: str) -> None:
    with translation.override(language):
        assert amount(TargetFactory(**fields)) == words
