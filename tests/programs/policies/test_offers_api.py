"""Measures, rules and targets over the API."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.factories.policies import (
    ClauseFactory,
    DocumentFactory,
    FigureFactory,
    MeasureFactory,
    RuleFactory,
    TargetFactory,
)
from tests.programs.policies.counting import grow, queries

pytestmark = pytest.mark.django_db


def got(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status
    return response.json()


def slugs(client: Client, address: str) -> list[str]:
    return [row["slug"] for row in got(client, address)["results"]]


def test_a_measure_tells_its_figures_with_their_basis_and_its_programs(client: Client) -> None:
    figure = FigureFactory(comparison="between", number=1000, upper=10_000, basis="inferred")
    measure = figure.measure
    program = ProgramFactory(clauses=[measure.clause], title_en="The subsidy")
    program.measures.add(measure)
    ProgramFactory(draft=True).measures.add(measure)
    RoundFactory(program=program, upcoming=True)
    found = got(client, f"measures/{measure.slug}/")
    (told,) = found["figures"]
    assert (told["number"], told["upper"], told["basis"]) == ("1000.00", "10000.00", "inferred")
    assert [(use["slug"], use["openness"]) for use in found["programs"]] == [(program.slug, "upcoming")]
    assert found["url"].endswith(
        f"/policies/{measure.clause.document.slug}/{measure.clause.number}/#measure-{measure.slug}"
    )


def test_a_rule_tells_the_published_rounds_that_hold_it(client: Client) -> None:
    rule = RuleFactory()
    for situation in ({"draft": True}, {"closed": True}, {}):
        round_ = RoundFactory(**situation)
        round_.conditions.create(sentence=rule.sentence, rule=rule, clause=rule.clause)
    held = got(client, f"rules/{rule.slug}/")["programs"]
    assert [use["openness"] for use in held] == ["open", "not_open"]
    assert held[0]["round"] == round_.name
    assert held[0]["url"].endswith(f"/programs/{round_.program.slug}/?round={round_.pk}#who")


def test_measures_are_filtered(client: Client) -> None:
    clause = ClauseFactory(document=DocumentFactory(slug="ten"), number="3")
    voucher = MeasureFactory(clause=clause, slug="voucher", kind="voucher", name="创新券")
    MeasureFactory(clause=clause, slug="platform", kind="platform", asked_for=False)
    MeasureFactory(slug="elsewhere")
    program = ProgramFactory(clauses=[clause])
    program.measures.add(voucher)
    for query, found in (
        ("document=ten", ["voucher", "platform"]),
        ("document=ten&clause=4", []),
        ("kind=voucher&kind=platform", ["voucher", "platform"]),
        ("asked_for=false", ["platform"]),
        ("has_program=true", ["voucher"]),
        ("has_live_program=true", []),
        ("has_program=false&asked_for=true", ["elsewhere"]),
        ("q=新券", ["voucher"]),
    ):
        assert sorted(slugs(client, f"measures/?{query}")) == sorted(found), query
    RoundFactory(program=program)
    assert slugs(client, "measures/?has_live_program=true") == ["voucher"]


def test_rules_and_targets_are_filtered(client: Client) -> None:
    RuleFactory(slug="who"), RuleFactory(slug="offices", kind="management")
    target, _other = TargetFactory(slug="counted"), TargetFactory(slug="not-counted")
    ProgramFactory().targets.add(target)
    assert slugs(client, "rules/?for_applicants=true") == ["who"]
    assert slugs(client, "rules/?for_applicants=false") == ["offices"]
    assert slugs(client, "targets/?has_program=false") == ["not-counted"]


def test_an_unknown_kind_is_refused(client: Client) -> None:
    got(client, "measures/?kind=gift", 400)
    got(client, "measures/none/", 404)


def test_a_clause_tells_what_it_holds_and_where_it_lies(client: Client) -> None:
    around = ClauseFactory(number="5")
    clause = grow(around.document)
    type(clause).objects.filter(pk=clause.pk).update(parent=around)
    found = got(client, f"policies/{around.document.slug}/clauses/{clause.number}/")
    assert found["parent"] == "5"
    assert [len(found[name]) for name in ("measures", "rules", "targets", "programs")] == [1, 1, 1, 1]
    assert [len(found[name][0]["programs"]) for name in ("measures", "rules", "targets")] == [1, 1, 1]


@pytest.mark.parametrize("name", ["measures", "rules", "targets", "policies", "policies/one"])
def test_more_rows_take_no_more_queries(client: Client, name: str) -> None:
    document = DocumentFactory(slug="one")
    grow(document)
    one = queries(client, f"/api/v1/{name}/")
    grow(document), grow(document)
    assert queries(client, f"/api/v1/{name}/") == one
