"""Pages of documents and clauses."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from openpyxl import load_workbook

from tests.factories.catalog import ProgramFactory, RequiredDocumentFactory, RoundFactory, commission
from tests.factories.policies import (
    ClauseFactory,
    DocumentFactory,
    FigureFactory,
    MeasureFactory,
    TargetFactory,
)
from tests.programs.policies.counting import grow, queries

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


def test_list_filters_by_level_region_and_validity(client: Client) -> None:
    commission()
    for name, fields in (
        ("city", {"level": "city", "region_id": "310000"}),
        ("old", {"lapsed": True, "level": "district"}),
        ("model", {"model_text": True}),
    ):
        DocumentFactory(slug=name, **fields)
    for query, slugs in (
        ("level=city", ["city"]),
        ("region=310000", ["city"]),
        ("provenance=model_text", ["model"]),
        ("lapsed=true", ["old"]),
        ("lapsed=false", ["city", "model"]),
    ):
        shown = page(client, f"/policies/?{query}")
        assert [name for name in ("city", "old", "model") if f'"/policies/{name}/"' in shown] == slugs, query


def test_list_orders_documents_without_a_date_last(client: Client) -> None:
    DocumentFactory(slug="undated"), DocumentFactory(slug="old", issued_on="2009-02-23")
    DocumentFactory(slug="new", issued_on="2020-01-01")
    for ordering, order in (("newest", ["new", "old", "undated"]), ("oldest", ["old", "new", "undated"])):
        shown = page(client, f"/policies/?ordering={ordering}")
        assert sorted(order, key=lambda slug: shown.index(f'"/policies/{slug}/"')) == order


def test_outline_leads_to_every_measure_rule_and_target(client: Client) -> None:
    clause = grow()
    shown = page(client, f"/policies/{clause.document.slug}/")
    there = page(client, f"/policies/{clause.document.slug}/{clause.number}/")
    for row in (clause.measures.get(), clause.rules.get(), clause.targets.get()):
        anchor = f"{row._meta.model_name}-{row.slug}"
        assert f'href="/policies/{clause.document.slug}/{clause.number}/#{anchor}"' in shown
        assert f'id="{anchor}"' in there


def test_outline_sets_in_the_parts_of_a_clause(client: Client) -> None:
    around = ClauseFactory(number="1", position=1)
    ClauseFactory(document=around.document, number="2", position=2)
    ClauseFactory(document=around.document, number="1-1", position=3, parent=around)
    shown = page(client, f"/policies/{around.document.slug}/")
    order = ['id="clause-1"', 'id="clause-1-1"', 'id="clause-2"']
    assert sorted(order, key=shown.index) == order


def test_clause_tells_whether_the_document_states_a_value(client: Client) -> None:
    figure = FigureFactory(basis="inferred", measure__beneficiary_basis="not_stated", measure__beneficiary="")
    clause = figure.measure.clause
    shown = page(client, f"/policies/{clause.document.slug}/{clause.number}/")
    assert "≤CNY 200,000" in shown
    assert shown.count("Inferred") == 2  # the figure, and by whom
    assert shown.count("Not stated") == 1  # for whom
    assert "No program yet" in shown


def test_clause_tells_what_the_government_does_itself(client: Client) -> None:
    clause = MeasureFactory(asked_for=False).clause
    shown = page(client, f"/policies/{clause.document.slug}/{clause.number}/")
    assert "Nobody applies for this" in shown
    assert "No program yet" not in shown


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("plan", "An internal plan"),
        ("model_text", "A model text"),
        ("lapsed", "The validity of this document has ended."),
    ],
)
def test_pages_caution_against_what_binds_nobody(client: Client, kind: str, words: str) -> None:
    clause = ClauseFactory(document=DocumentFactory(**{kind: True}))
    for address in (
        f"/policies/{clause.document.slug}/",
        f"/policies/{clause.document.slug}/{clause.number}/",
    ):
        shown = page(client, address)
        assert words in shown
        assert "No condition of an open round may rest on it alone." in shown


def test_document_names_what_it_replaces(client: Client) -> None:
    earlier, later = DocumentFactory(title_en="The earlier"), DocumentFactory(title_en="The later")
    later.replaces.add(earlier)
    assert "The earlier" in page(client, f"/policies/{later.slug}/")
    assert "The later" in page(client, f"/policies/{earlier.slug}/")


@pytest.mark.parametrize("what", ["clauses", "measures", "rules", "targets"])
def test_document_comes_as_spreadsheets(client: Client, what: str) -> None:
    clause = grow()
    answer = client.get(f"/policies/{clause.document.slug}/export/{what}/", headers=ENGLISH)
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert clause.printed_en in rows[1]


def test_an_unknown_spreadsheet_is_not_found(client: Client) -> None:
    assert client.get(f"/policies/{DocumentFactory().slug}/export/wishes/").status_code == 404


def test_a_document_takes_no_address_of_another_page() -> None:
    with pytest.raises(ValidationError, match="其他页面"):
        DocumentFactory.build(slug="coverage").full_clean()


def test_a_clause_lies_in_one_of_the_same_document_and_not_in_its_own_part() -> None:
    clause, other = ClauseFactory(), ClauseFactory()
    with pytest.raises(ValidationError, match="同一文件"):
        ClauseFactory.build(document=clause.document, parent=other).clean()
    child = ClauseFactory(document=clause.document, parent=clause)
    clause.parent = child
    with pytest.raises(ValidationError, match="属于本条"):
        clause.clean()


@pytest.mark.parametrize("address", ["/policies/", "/policies/one/", "/policies/one/1/"])
def test_more_rows_take_no_more_queries(client: Client, address: str) -> None:
    document = DocumentFactory(slug="one")
    grow(document)
    first = document.clauses.get()
    type(first).objects.filter(pk=first.pk).update(number="1")
    one = queries(client, address)
    grow(document), grow()
    for _ in range(2):
        MeasureFactory(clause=first)
    assert queries(client, address) == one
