"""Which promises have a program behind them: open, not open, none."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.factories.policies import (
    ClauseFactory,
    DocumentFactory,
    MeasureFactory,
    RuleFactory,
    TargetFactory,
)
from tests.programs.policies.counting import grow, queries

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


def promises() -> tuple[Any, dict[str, Any]]:
    """A document with a measure in each state, rules and targets."""
    clause = ClauseFactory(document=DocumentFactory(slug="measures"), number="3")
    rows = {
        name: MeasureFactory(clause=clause, slug=name, name_en=f"Measure {name}")
        for name in ("open", "coming", "closed", "bare", "draft", "none")
    }
    rows["own"] = MeasureFactory(clause=clause, slug="own", asked_for=False)
    for name, situation in (("open", {}), ("coming", {"upcoming": True}), ("closed", {"closed": True})):
        program = ProgramFactory(slug=f"program-{name}", title=name, clauses=[clause])
        program.measures.add(rows[name])
        RoundFactory(program=program, **situation)
        program.measures.add(rows["own"])  # a program for it changes nothing: nobody asks for it
    ProgramFactory(slug="program-bare", clauses=[clause]).measures.add(rows["bare"])
    ProgramFactory(draft=True, clauses=[clause]).measures.add(rows["draft"])
    return clause, rows


def told(client: Client, query: str = "") -> Any:
    response = client.get(f"/api/v1/policies/coverage/{query}")
    assert response.status_code == 200
    return response.json()


def test_each_measure_to_ask_for_is_in_one_group(client: Client) -> None:
    promises()
    (line,) = told(client)["results"]
    names = ("measures_live", "measures_not_open", "measures_without", "measures_own")
    assert {name: line["lists"][name] for name in names} == {
        "measures_live": ["open", "coming"],
        "measures_not_open": ["closed", "bare"],
        "measures_without": ["draft", "none"],
        "measures_own": ["own"],
    }
    counts = line["counts"]
    assert (counts["measures"], counts["asked_for"], counts["clauses"]) == (7, 6, 1)
    assert {name: counts[name] for name in names} == {name: len(line["lists"][name]) for name in names}


def test_a_rule_counts_once_a_condition_of_a_published_round_holds_it(client: Client) -> None:
    held, drafted, duty = (RuleFactory(slug=slug) for slug in ("held", "drafted", "duty"))
    RuleFactory(slug="direction", kind="management")
    RoundFactory(closed=True).conditions.create(sentence="在本市登记", rule=held, clause=held.clause)
    RoundFactory(draft=True).conditions.create(sentence="在本市登记", rule=drafted, clause=drafted.clause)
    lines = told(client)["results"]
    lists = {
        name: {slug for line in lines for slug in line["lists"][name]}
        for name in ("rules_held", "rules_without")
    }
    assert lists == {"rules_held": {"held"}, "rules_without": {"drafted", duty.slug}}


def test_a_target_counts_once_a_published_program_counts_towards_it(client: Client) -> None:
    measured, drafted = TargetFactory(slug="measured"), TargetFactory(slug="drafted")
    ProgramFactory().targets.add(measured)
    ProgramFactory(draft=True).targets.add(drafted)
    lines = told(client)["results"]
    assert [line["lists"]["targets_measured"] for line in lines] == [["measured"], []]
    assert [line["lists"]["targets_without"] for line in lines] == [[], ["drafted"]]


def test_programs_without_a_clause_are_named(client: Client) -> None:
    ProgramFactory(clauses=[], draft=True)
    loose = ProgramFactory(clauses=[], title_en="A loose program")
    assert [row["slug"] for row in told(client)["programs_without_clause"]] == [loose.slug]
    page = client.get("/policies/coverage/", headers=ENGLISH).content.decode()
    assert "A loose program" in page


def test_documents_come_in_pages(client: Client) -> None:
    for _ in range(3):
        MeasureFactory()
    first = told(client, "?page_size=2")
    assert (first["count"], len(first["results"])) == (3, 2)
    assert len(client.get(first["next"]).json()["results"]) == 1


def test_the_page_lists_what_is_chosen(client: Client) -> None:
    promises()
    MeasureFactory(name_en="Measure elsewhere")
    for query, shown in (
        ("", ["draft", "none", "elsewhere"]),
        ("?document=measures", ["draft", "none"]),
        ("?document=measures&show=measures_live", ["open", "coming"]),
        ("?show=nonsense", ["draft", "none", "elsewhere"]),
    ):
        page = client.get(f"/policies/coverage/{query}", headers=ENGLISH).content.decode()
        names = ("open", "coming", "closed", "bare", "draft", "none", "elsewhere")
        assert [name for name in names if f"Measure {name}<" in page.replace("\n", "")] == shown


def test_what_is_listed_leads_to_its_place_and_to_a_spreadsheet(client: Client) -> None:
    promises()
    page = client.get("/policies/coverage/?show=measures_live").content.decode()
    assert 'href="/policies/measures/3/#measure-open"' in page
    answer = client.get("/policies/coverage/export/?show=measures_live", headers=ENGLISH)
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[2] for row in rows] == ["Short name", "open", "coming"]
    assert rows[1][5].endswith("[Open]")


@pytest.mark.parametrize("address", ["/policies/coverage/?show=measures_live", "/api/v1/policies/coverage/"])
def test_more_documents_take_no_more_queries(client: Client, address: str) -> None:
    grow()
    one = queries(client, address)
    grow(), grow()
    assert queries(client, address) == one


def counted(client: Client, query: str) -> list[str]:
    """The documents of the table."""
    lines = client.get(f"/policies/coverage/?{query}").context["lines"]
    return [line.document.slug for line in lines]


def some_documents() -> None:
    for slug, fields in (
        ("old", {"level": "city", "issued_on": "2020-01-01"}),
        ("new", {"level": "district", "issued_on": "2026-01-01", "title_en": "The ladder"}),
    ):
        MeasureFactory(clause__document=DocumentFactory(slug=slug, **fields))


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["new", "old"]),
        ("ordering=oldest", ["old", "new"]),
        ("level=city", ["old"]),
        ("q=ladder", ["new"]),
        ("q=nothing", []),
        ("level=nonsense", ["new", "old"]),
        ("document=old", ["new", "old"]),
    ],
)
def test_the_table_is_filtered_and_sorted(client: Client, query: str, slugs: list[str]) -> None:
    some_documents()
    assert counted(client, query) == slugs


def test_the_rows_below_are_of_the_documents_of_the_table(client: Client) -> None:
    some_documents()
    entries = client.get("/policies/coverage/?level=city").context["entries"]
    assert [entry["clause"].document.slug for entry in entries] == ["old"]


def test_the_table_comes_in_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("programs.policies.coverage_views.PAGE_SIZE", 1)
    some_documents()
    assert [counted(client, f"documents={number}") for number in (1, 2)] == [["new"], ["old"]]
    page = client.get("/policies/coverage/?level=city&documents=1", headers=ENGLISH).content.decode()
    assert "Pages of documents" not in page


def test_the_table_is_exported_as_filtered(client: Client) -> None:
    some_documents()
    address = "/policies/coverage/export/documents/?ordering=oldest"
    book = load_workbook(BytesIO(client.get(address, headers=ENGLISH).content))
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[1:3] for row in rows] == [("Clauses", "Measures"), (1, 1), (1, 1)]
    sent = client.get(f"{address}&level=city&format=csv", headers=ENGLISH)
    lines = sent.content.decode("utf-8-sig").splitlines()
    assert sent["Content-Type"] == "text/csv; charset=utf-8"
    assert [line.split(",")[1:3] for line in lines] == [["Clauses", "Measures"], ["1", "1"]]
    rows_sent = client.get("/policies/coverage/export/?format=csv", headers=ENGLISH)
    assert len(rows_sent.content.decode().splitlines()) == 3
