"""Conditions of programs without a round, their tests, and what becomes of them when a round is made."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from portal.api.problems import Refused
from programs.catalog import services
from programs.catalog.gaps import program_gaps
from programs.catalog.models import Condition, Program, Round
from programs.policies.models import Rule
from programs.publishing.digests import digest_of
from programs.sources.citations import citations_of
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator
from tests.factories.forms import FormFactory
from tests.factories.policies import ClauseFactory, RuleFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}
FIRM = {"fact": "kind", "op": "equals", "value": "firm"}
REVENUE = {"fact": "revenue", "op": "at_least", "value": "2000000", "year": -1}


def offered(test: Any = FIRM, **fields: Any) -> Program:
    """A published program without a round that asks for something."""
    program = ProgramFactory()
    values: dict[str, Any] = {
        "sentence": "申请人是企业",
        "sentence_en": "A firm",
        "clause": ClauseFactory(),
    } | fields
    Condition.objects.create(program=program, test=test, **values)
    return program


def test_a_condition_belongs_to_a_round_or_to_a_program() -> None:
    round_ = RoundFactory()
    for of in ({}, {"round": round_, "program": round_.program}):
        with pytest.raises(IntegrityError, match="condition_of_round_or_program"), transaction.atomic():
            Condition.objects.create(sentence="条件", **of)


def test_only_canonical_tests_are_kept() -> None:
    written = {"fact": "revenue", "op": "at_least", "value": 2_000_000}
    condition = offered(written).conditions.get()
    condition.refresh_from_db()
    assert condition.test == REVENUE
    condition.test = {"fact": "moon"}
    with pytest.raises(ValidationError, match="moon"):
        condition.save()
    with pytest.raises(ValidationError, match="moon"):
        condition.full_clean()


@pytest.mark.parametrize("query", ["", "?print"])
def test_the_page_of_a_program_that_is_not_open_says_who_qualifies(client: Client, query: str) -> None:
    program = offered()
    page = client.get(f"/programs/{program.slug}/{query}", headers=ENGLISH).content.decode()
    assert "Who qualifies" in page
    assert "A firm" in page


def test_the_api_tells_the_test_the_clause_and_the_rule(client: Client) -> None:
    rule = RuleFactory(slug="who")
    program = offered(REVENUE, rule=rule)
    (line,) = client.get(f"/api/v1/programs/{program.slug}/").json()["conditions"]
    assert (line["sentence_en"], line["rule"], line["test"]) == ("A firm", "who", REVENUE)
    assert line["clause"]["document"]
    round_ = RoundFactory(reference_year=2026)
    told = client.get(f"/api/v1/rounds/{round_.pk}/").json()
    assert (told["conditions"][0]["test"], told["conditions"][0]["rule"]) == (None, None)
    assert told["reference_year"] == 2026


def test_a_rule_counts_as_held_by_a_program_without_a_round(client: Client) -> None:
    held, apart, loose = (RuleFactory(slug=slug) for slug in ("held", "apart", "loose"))
    Rule.objects.filter(pk=apart.pk).update(
        no_condition="得到扶持以后的承诺", no_condition_en="A duty after support"
    )
    program = offered(rule=held, clause=held.clause)
    draft = ProgramFactory(draft=True)
    Condition.objects.create(program=draft, sentence="条件", rule=loose, clause=loose.clause)
    lines = client.get("/api/v1/policies/coverage/").json()["results"]
    names = ("rules_held", "rules_apart", "rules_without")
    lists = {name: [slug for line in lines for slug in line["lists"][name]] for name in names}
    assert lists == {"rules_held": ["held"], "rules_apart": ["apart"], "rules_without": ["loose"]}
    page = client.get("/policies/coverage/?show=rules_apart", headers=ENGLISH).content.decode()
    assert "A duty after support" in page
    (use,) = client.get("/api/v1/rules/held/").json()["programs"]
    assert (use["slug"], use["round"]) == (program.slug, None)
    assert client.get(f"/policies/{held.clause.document.slug}/{held.clause.number}/").status_code == 200


def test_what_cites_a_clause_names_standing_conditions() -> None:
    program = offered()
    clause = program.conditions.get().clause
    assert clause is not None
    with translation.override("en"):
        found = [(str(c.kind), c.title) for c in citations_of([clause.pk])[clause.pk]]
    assert found == [("Condition of a program", f"{program}: 申请人是企业")]


def test_a_program_is_not_published_while_a_condition_has_no_source() -> None:
    program = offered(clause=None)
    Program.objects.filter(pk=program.pk).update(status="draft")
    with translation.override("en"):
        assert program_gaps(program) == ["Condition 1 has no source clause: “申请人是企业”"]
        with pytest.raises(Refused, match="no source clause"):
            services.publish_program(program, administrator())


def test_a_new_round_takes_the_conditions_over_once() -> None:
    program = offered(REVENUE)
    round_ = RoundFactory(program=program, draft=True, conditions=[])
    services.take_over_conditions(round_)
    services.take_over_conditions(round_)
    (line,) = round_.conditions.all()
    assert (line.test, line.sentence, line.program) == (REVENUE, "申请人是企业", None)
    assert program.conditions.count() == 1
    own = RoundFactory(program=program, draft=True)
    services.take_over_conditions(own)
    assert [line.sentence for line in own.conditions.all()] == ["在本市登记注册"]


def test_publishing_pins_the_reference_year() -> None:
    """The year in Shanghai: New Year's Eve in UTC is already the new year there."""
    opens_at = datetime.fromisoformat("2027-01-01T00:30:00+08:00")
    for year, pinned in ((None, 2027), (2026, 2026)):
        round_ = RoundFactory(draft=True, opens_at=opens_at, closes_at=None, reference_year=year)
        FormFactory(program=round_.program, complete=True)
        services.publish_round(round_.pk, administrator())
        assert Round.objects.get(pk=round_.pk).reference_year == pinned


def test_whoever_confirms_confirms_the_tests_too() -> None:
    program = offered()
    round_ = RoundFactory(program=program, draft=True)
    seen = {digest_of(program, round_)}
    round_.conditions.update(test=FIRM)
    seen.add(digest_of(program, round_))
    program.conditions.update(test=REVENUE)
    seen.add(digest_of(program, round_))
    assert len(seen) == 3
