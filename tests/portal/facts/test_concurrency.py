"""Two connections at the same moment."""

import pytest

from portal.facts.models import CurrentFacts, Origin, Qualification, Statement, Verification
from portal.facts.stating import enter, state, verify
from portal.history.services import Outcome
from portal.history.services import verify as verify_chain
from portal.organizations.models import OrganizationEvent
from tests.factories.accounts import official
from tests.factories.facts import dated, on_file
from tests.portal.organizations.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)
CAPITAL = ("registered_capital", None)


def test_same_fact_stated_at_once():
    firm = on_file()
    outcomes = at_once(
        *(lambda: state(firm.pk, {CAPITAL: 5}, origin=Origin.REGISTER, by=None) for _ in range(4))
    )
    assert outcomes == ["done"] * 4
    assert Statement.objects.filter(key="registered_capital").count() == 1


def test_different_facts_stated_at_once_are_all_current():
    firm = on_file()
    acts = [{CAPITAL: 5}, {("legal_form", None): "stock"}, {CAPITAL: 6}, {("legal_form", None): "limited"}]
    at_once(*(lambda v=v: state(firm.pk, v, origin=Origin.REGISTER, by=None) for v in acts))
    facts = CurrentFacts.objects.get(organization=firm)
    newest = {row.key: row.value for row in Statement.objects.order_by("stated_at", "pk")}
    assert [str(facts.registered_capital), facts.legal_form] == [
        newest["registered_capital"],
        newest["legal_form"],
    ]
    assert {v.outcome for v in verify_chain(OrganizationEvent.objects.all())} == {Outcome.OK}


def test_stale_page_saved_at_once_as_another():
    firm = on_file(registered_capital=1)
    seen = Statement.objects.latest("pk").pk
    outcomes = at_once(
        *(
            lambda n=n: state(firm.pk, {CAPITAL: n}, origin=Origin.REGISTER, by=None, seen=seen)
            for n in (2, 3)
        )
    )
    assert sorted(outcomes) == ["done", "stale"]


def test_same_line_entered_at_once():
    firm = on_file()

    def entering():
        enter(Qualification(organization=firm, kind="hitech", origin=Origin.REGISTER, **dated({})), None)

    assert at_once(entering, entering, entering) == ["done"] * 3
    assert Qualification.objects.count() == 1


def test_two_officials_verify_one_fact_at_once():
    firm = on_file(registered_capital=1)
    row, first, second = Statement.objects.latest("pk"), official(), official()
    outcomes = at_once(lambda: verify(row, first), lambda: verify(row, second))
    assert sorted(outcomes) == ["done", "refused"]
    assert Verification.objects.get().statement_id == row.pk
    assert firm.events.filter(kind="verified").count() == 1
