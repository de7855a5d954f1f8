from datetime import UTC, date, datetime

import pytest

from portal.api.problems import Refused
from portal.facts.models import CreditRecord, Origin, Qualification, Right, Shareholder, Statement
from portal.facts.reading import read
from portal.facts.stating import enter, verify, withdraw
from portal.organizations.models import OrganizationEvent
from tests.factories.accounts import official
from tests.factories.facts import credit_record, dated, on_file, qualification, right
from tests.factories.organizations import OrganizationFactory, member

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 4, tzinfo=UTC), tick=False)


def line(model, organization, origin=Origin.ORGANIZATION, **facts):
    return model(organization=organization, origin=origin, **dated(facts))


def test_enter_and_take_back_a_line():
    owner = member()
    row = enter(line(Qualification, owner.organization, kind="hitech", number="GR1"), owner)
    assert (row.stated_by, read(owner.organization, TODAY).qualifications) == (owner.user, (row,))
    withdraw(row, owner)
    assert read(owner.organization, TODAY).qualifications == ()
    assert list(OrganizationEvent.objects.values_list("kind", "payload")) == [
        ("line_entered", {"lines": [["qualification", row.pk]]}),
        ("line_taken_back", {"lines": [["qualification", row.pk]]}),
    ]
    with pytest.raises(Refused, match="already"):
        withdraw(row, owner)


def test_enter_the_same_line_twice_is_one_line():
    firm = OrganizationFactory()
    assert right(firm) == right(firm)
    with pytest.raises(Refused, match="in the list already"):
        right(firm, title="另一个名称")
    assert Right.objects.count() == 1


def test_enter_what_ends_before_it_starts_is_refused():
    with pytest.raises(Refused, match="last day lies before the first"):
        qualification(OrganizationFactory(), holds_to=date(2023, 1, 1))


def test_enter_more_than_all_shares_is_refused():
    owner = member()
    with pytest.raises(Refused, match="at most 100"):
        enter(line(Shareholder, owner.organization, name="甲", share="120"), owner)


def test_organization_enters_no_credit_record():
    owner, by = member(), official()
    row = line(CreditRecord, owner.organization, kind="ban")
    with pytest.raises(Refused, match="by officials"):
        enter(row, owner)
    row.origin = Origin.OFFICIAL
    with pytest.raises(Refused, match="Only an official"):
        enter(row, owner)
    entered = enter(row, by)
    with pytest.raises(Refused):
        withdraw(entered, owner)
    assert read(owner.organization, TODAY).credits == (entered,)


def test_viewer_enters_nothing():
    viewer = member(role="viewer")
    with pytest.raises(Refused, match="but not change"):
        enter(line(Right, viewer.organization, category="design", number="1", title="乙"), viewer)


def test_verify_fact_and_line_once():
    firm, by = on_file(registered_capital=1), official()
    fact, row = Statement.objects.latest("pk"), credit_record(firm)
    verify(fact, by, "执照")
    verify(row, by)
    row.refresh_from_db()
    assert (fact.verification.by, fact.verification.note, row.verified_by) == (by.user, "执照", by.user)
    for again in (fact, row):
        with pytest.raises(Refused, match="already"):
            verify(again, by)


def test_verify_by_others_than_officials_nearby_is_refused():
    firm = on_file(registered_capital=1)
    fact, near = Statement.objects.latest("pk"), official()
    member(firm, user=near.user)
    for by in (member(firm), official("330106"), near):
        with pytest.raises(Refused):
            verify(fact, by)


def test_verify_what_was_taken_back_is_refused():
    firm, by = OrganizationFactory(), official()
    row = withdraw(qualification(firm), None)
    with pytest.raises(Refused, match="taken back"):
        verify(row, by)
