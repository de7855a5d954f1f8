from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.api.problems import Refused, Stale
from portal.facts.current import refresh
from portal.facts.models import CurrentFacts, Origin, Statement, YearlyFigures
from portal.facts.reading import read
from portal.facts.stating import state, state_many
from portal.organizations import services
from portal.organizations.models import OrganizationEvent
from tests.factories.accounts import official, oneself, region
from tests.factories.facts import FOUNDED, on_file
from tests.factories.organizations import OrganizationFactory, code, member

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
CAPITAL = ("registered_capital", None)
REVENUE = ("revenue", 2025)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def told(organization, key, year=None):
    return list(
        Statement.objects.filter(organization=organization, key=key, year=year)
        .order_by("pk")
        .values_list("value", "since")
    )


def test_state_writes_statement_current_facts_figures_and_history():
    firm = member()
    values = {CAPITAL: "5,000,000", REVENUE: Decimal("31800000"), ("staff", 2025): "36"}
    added = state(firm.organization.pk, values, origin=Origin.ORGANIZATION, by=firm)
    assert [(row.key, row.year, row.value, row.since) for row in added] == [
        ("registered_capital", None, "5000000.00", TODAY),
        ("revenue", 2025, "31800000.00", date(2026, 1, 1)),
        ("staff", 2025, 36, date(2026, 1, 1)),
    ]
    assert {(row.stated_by, row.origin, row.stated_at) for row in added} == {
        (firm.user, "organization", NOON)
    }
    assert CurrentFacts.objects.get(organization=firm.organization).registered_capital == Decimal(5_000_000)
    figures = YearlyFigures.objects.get(organization=firm.organization)
    assert (figures.year, figures.revenue, figures.staff, figures.profit) == (
        2025,
        Decimal(31_800_000),
        36,
        None,
    )
    event = OrganizationEvent.objects.get(subject=firm.organization)
    assert (event.kind, event.payload) == (
        "stated",
        {
            "facts": [["registered_capital", None], ["revenue", 2025], ["staff", 2025]],
            "origin": "organization",
        },
    )


def test_state_what_is_so_already_adds_nothing():
    firm = on_file(registered_capital=5, revenue_2025=7)
    before = Statement.objects.count()
    added = state(firm.pk, {CAPITAL: "5.00", REVENUE: "7"}, origin=Origin.REGISTER, by=None)
    assert (added, Statement.objects.count()) == ([], before)


def test_state_nothing_of_what_nobody_said_adds_nothing():
    assert state(on_file().pk, {CAPITAL: "", REVENUE: None}, origin=Origin.REGISTER, by=None) == []


def test_state_none_takes_back():
    firm = on_file(registered_capital=5, revenue_2025=7, staff_2025=3)
    state(firm.pk, {CAPITAL: None, REVENUE: None}, origin=Origin.REGISTER, by=None)
    figures = YearlyFigures.objects.get(organization=firm)
    assert (figures.revenue, figures.staff) == (None, 3)
    assert CurrentFacts.objects.get(organization=firm).registered_capital is None
    assert read(firm, TODAY).get(*REVENUE) is None


def test_state_keeps_the_other_columns():
    firm = on_file(registered_capital=5, revenue_2025=7)
    state(firm.pk, {("legal_form", None): "limited", ("staff", 2025): 3}, origin=Origin.REGISTER, by=None)
    facts, figures = CurrentFacts.objects.get(organization=firm), YearlyFigures.objects.get(organization=firm)
    assert (facts.registered_capital, facts.legal_form, facts.founded_on) == (5, "limited", FOUNDED)
    assert (figures.revenue, figures.staff) == (7, 3)


def test_state_since_an_earlier_day_leaves_what_holds_today():
    firm = on_file(registered_capital=9)
    state(firm.pk, {CAPITAL: 4}, since=date(2020, 1, 1), origin=Origin.REGISTER, by=None)
    assert CurrentFacts.objects.get(organization=firm).registered_capital == 9
    assert read(firm, date(2021, 1, 1)).get(*CAPITAL) == 4
    assert read(firm, date(2019, 1, 1)).get(*CAPITAL) is None


def test_state_same_value_since_an_earlier_day_is_new():
    firm = on_file(registered_capital=9)
    added = state(firm.pk, {CAPITAL: 9}, since=date(2020, 1, 1), origin=Origin.REGISTER, by=None)
    assert len(added) == 1
    assert read(firm, date(2021, 1, 1)).get(*CAPITAL) == 9


def test_state_correction_of_a_date_to_an_earlier_one_counts_today():
    key = ("in_district_since", None)
    firm = on_file(in_district_since="2022-03-01")
    state(firm.pk, {key: "2021-03-01"}, origin=Origin.REGISTER, by=None)
    assert CurrentFacts.objects.get(organization=firm).in_district_since == date(2021, 3, 1)
    assert read(firm, TODAY).get(*key) == date(2021, 3, 1)


def test_state_date_holds_since_the_day_it_names():
    firm = on_file(rights_listed_on="2026-06-30")
    assert told(firm, "rights_listed_on") == [("2026-06-30", date(2026, 6, 30))]


def test_read_known_at_leaves_out_what_was_said_later(time_machine):
    firm = on_file(revenue_2024=7)
    time_machine.move_to(NOON + timedelta(days=30))
    state(firm.pk, {("revenue", 2024): 8}, origin=Origin.REGISTER, by=None)
    assert read(firm, TODAY).get("revenue", 2024) == 8
    assert read(firm, TODAY, known_at=NOON).get("revenue", 2024) == 7


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (("revenue", None), 1),
        (("registered_capital", 2025), 1),
        (("revenue", 1800), 1),
        (("nothing", None), 1),
        (CAPITAL, "many"),
        (CAPITAL, "-1"),
        (CAPITAL, "1e17"),
        (CAPITAL, "NaN"),
        (("staff", 2025), "3.5"),
        (("staff", 2025), "-3"),
        (("legal_form", None), "club"),
        (("in_district_since", None), "yesterday"),
        (("in_district_since", None), "2026-11-23"),
        (("actual_controller", None), "长" * 201),
    ],
)
def test_state_refuses_nonsense(key, value):
    firm = on_file()
    with pytest.raises(ValidationError):
        state(firm.pk, {key: value}, origin=Origin.REGISTER, by=None)


def test_state_loss_is_below_zero():
    firm = on_file(profit_2025="-1200")
    assert YearlyFigures.objects.get(organization=firm).profit == -1200


def test_state_registered_fact_goes_through_the_organization():
    with pytest.raises(ValueError, match="organizations"):
        state(on_file().pk, {("name", None): "甲"}, origin=Origin.REGISTER, by=None)


def test_state_by_somebody_else_is_refused():
    firm, far = OrganizationFactory(), official("330106")
    for by in (member(firm, "viewer"), member(firm, "signatory"), member(), oneself(), far):
        with pytest.raises(Refused):
            state(firm.pk, {CAPITAL: 1}, origin=Origin.ORGANIZATION, by=by)
    with pytest.raises(Refused):
        state(firm.pk, {CAPITAL: 1}, origin=Origin.OFFICIAL, by=far)
    assert not Statement.objects.exists()


def test_state_of_an_official_is_an_officials():
    firm, by = OrganizationFactory(), official()
    state(firm.pk, {CAPITAL: 1}, origin=Origin.OFFICIAL, by=by)
    assert Statement.objects.get().origin == "official"
    with pytest.raises(Refused):
        state(firm.pk, {CAPITAL: 1}, origin=Origin.OFFICIAL, by=member(firm))


def test_state_stale_where_a_fact_was_stated_anew():
    firm = on_file(registered_capital=5)
    seen = Statement.objects.latest("pk").pk
    state(firm.pk, {CAPITAL: 6}, origin=Origin.REGISTER, by=None, seen=seen)
    state(firm.pk, {REVENUE: 6}, origin=Origin.REGISTER, by=None, seen=seen)
    with pytest.raises(Stale):
        state(firm.pk, {CAPITAL: 7}, origin=Origin.REGISTER, by=None, seen=seen)
    assert CurrentFacts.objects.get(organization=firm).registered_capital == 6


def test_state_many_takes_as_many_queries_for_three():
    firms = [on_file() for _ in range(4)]

    def queries(some):
        with CaptureQueriesContext(connection) as seen:
            batch = {firm.pk: {REVENUE: 100 + firm.pk, CAPITAL: firm.pk} for firm in some}
            state_many(batch, origin=Origin.IMPORT, by=None)
        return len(seen)

    one, three = queries(firms[:1]), queries(firms[1:])
    assert three == one
    assert YearlyFigures.objects.filter(revenue__gt=100).count() == 4


def test_register_and_edit_state_what_is_registered():
    owner = oneself()
    firm = services.register(
        {
            "uscc": code(7),
            "name": "甲",
            "registered_region": region(),
            "tax_region": region(),
            "founded_on": FOUNDED,
        },
        by=owner,
    )
    facts = CurrentFacts.objects.get(organization=firm)
    assert (facts.kind, facts.registered_region, facts.founded_on, facts.industry) == (
        "firm",
        "310114",
        FOUNDED,
        None,
    )
    assert told(firm, "founded_on") == [("2019-05-06", FOUNDED)]
    services.edit(firm.pk, {"name": "乙", "address": "示范路1号"}, revision=1, by=owner)
    assert [value for value, _since in told(firm, "name")] == ["甲", "乙"]
    assert told(firm, "address") == [("示范路1号", TODAY)]
    assert set(Statement.objects.values_list("stated_by", flat=True)) == {owner.user.pk}


def test_edit_since_a_day_holds_since_then():
    owner = member(OrganizationFactory(founded_on=FOUNDED))
    on_file(owner.organization)
    services.edit(owner.organization.pk, {"kind": "bank"}, revision=1, by=owner, since=date(2025, 1, 1))
    assert told(owner.organization, "kind")[-1] == ("bank", date(2025, 1, 1))


def test_refused_register_states_nothing():
    with pytest.raises(services.AlreadyRegistered):
        services.register(
            {
                "uscc": OrganizationFactory().uscc,
                "name": "乙",
                "registered_region": region(),
                "tax_region": region(),
            },
            by=oneself(),
        )
    assert not Statement.objects.exists()


def test_refresh_brings_what_begins_to_hold(time_machine):
    firm = on_file(registered_capital=5, revenue_2026=7)
    refresh(NOON)
    state(firm.pk, {CAPITAL: 9}, since=TODAY + timedelta(days=2), origin=Origin.REGISTER, by=None)
    facts = CurrentFacts.objects.filter(organization=firm).values_list("registered_capital", flat=True)
    assert (facts.get(), YearlyFigures.objects.count()) == (5, 0)
    for days, capital, moved in ((1, 5, 0), (2, 9, 1), (3, 9, 1), (4, 9, 0)):
        now = NOON + timedelta(days=days)
        time_machine.move_to(now)
        assert (refresh(now), facts.get()) == (moved, capital)
    new_year = datetime(2026, 12, 31, 16, 0, 5, tzinfo=UTC)
    time_machine.move_to(new_year)
    refresh(new_year)
    assert YearlyFigures.objects.get().revenue == 7


def test_refresh_finds_what_was_being_stated_at_midnight(time_machine):
    firm = on_file(registered_capital=5)
    midnight = datetime(2026, 11, 22, 16, tzinfo=UTC)
    refresh(midnight + timedelta(seconds=5))
    Statement.objects.create(
        organization=firm, key="registered_capital", value="9.00", since=date(2026, 11, 23),
        origin="register", stated_at=midnight - timedelta(seconds=1),
    )  # fmt: skip
    time_machine.move_to(midnight + timedelta(minutes=59))
    assert refresh(midnight + timedelta(minutes=59)) == 0
    assert refresh(midnight + timedelta(minutes=61)) == 1
    assert CurrentFacts.objects.get(organization=firm).registered_capital == 9


def test_statement_stays_as_it_was_said():
    on_file(registered_capital=5)
    for act in (lambda rows: rows.update(value="6.00"), lambda rows: rows.delete()):
        with pytest.raises(Exception, match="never changed"), transaction.atomic():
            act(Statement.objects.all())
