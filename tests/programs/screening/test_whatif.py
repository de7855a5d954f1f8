from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.access.models import Entry
from portal.organizations.models import Organization
from portal.reference.models import Industry, Region
from programs.eligibility.context import Context
from programs.screening.whatif import asked
from programs.screening.whatif_access import Subject, seen_by
from programs.screening.whatif_chart import _labels
from programs.screening.whatif_counting import Tally, judged_twice
from programs.screening.whatif_thresholds import thresholds_of, with_changes
from tests.factories.accounts import UserFactory, auditor, capacity, expert, official, oneself, region
from tests.factories.facts import FOUNDED, on_file
from tests.factories.organizations import OrganizationFactory, member
from tests.programs.screening.situations import INTENSITY, signed_in
from tests.programs.screening.whatif_world import STAFF, address_of, clerk, firm, page, round_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 04:00:00+00:00", tick=False)


def question(round_: Any, by: Any, **data: str) -> Any:
    return asked(Subject(round_.program, round_), by, data)[1]


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return " ".join(response.content.decode().split())


def test_counts_as_it_is_and_as_it_would_be_with_what_is_unknown() -> None:
    by = clerk()
    round_ = round_of(by=by)
    for percent in (1, 2, 3, 8, None):
        firm(percent)
    counts = question(round_, by, **{address_of(round_): "2"}).counts
    assert counts.all == Tally(before=2, after=3, gained=1, lost=0, unknown_before=1, unknown=1, total=5)
    counts = question(round_, by, **{address_of(round_): "5"}).counts
    assert counts.all == Tally(before=2, after=1, gained=0, lost=1, unknown_before=1, unknown=1, total=5)


def test_groups_hold_those_that_qualify_one_way_or_the_other() -> None:
    by = clerk()
    round_ = round_of(by=by)
    for percent in (1, 2, 3):
        firm(percent)
    parts = question(round_, by, **{address_of(round_): "2"}).counts.parts
    assert parts["region"]["310114"].before == 1
    assert parts["region"]["310114"].after == 2
    assert sum(tally.total for tally in parts["region"].values()) == 3


def test_bars_part_organizations_by_the_changed_number() -> None:
    by = clerk()
    round_ = round_of(by=by)
    for percent in (1, 2, 3, 8, None):
        firm(percent)
    found = question(round_, by, **{address_of(round_): "2"}).chart
    bars = {bar.label: bar.tally for bar in found.bars}
    assert sum(tally.total for tally in bars.values()) == 5
    assert found.bars[-1].tally.total == 1
    assert [tally.gained for label, tally in bars.items() if label.startswith("2–")] == [1]


def test_a_bar_of_money_begins_at_the_very_yuan() -> None:
    assert _labels([Decimal(1), Decimal(1_000_000), Decimal(2_000_000_000)], money=True) == [
        "<0.0001", "0.0001–100", "100–200,000", "≥200,000",
    ]  # fmt: skip


def test_what_a_policy_states_cannot_be_changed() -> None:
    by = clerk()
    round_ = round_of(STAFF, by=by, fixed=(INTENSITY,))
    free, fixed = thresholds_of(round_.conditions.select_related("clause__document"))
    asking = question(round_, by, **{free.address: "10", fixed.address: "1"})
    assert asking.changes == {free.address: Decimal(10)}


def test_a_number_that_a_test_cannot_hold_is_said_at_its_input() -> None:
    by = clerk()
    span = {"fact": "founded_on", "op": "older_than", "value": {"years": 1}}
    round_ = round_of(span, by=by)
    shown = text(signed_in(by), page(round_, **{address_of(round_): "-3"}), 422)
    assert "field-err" in shown
    assert text(signed_in(by), page(round_, **{address_of(round_): "many"}), 422).count("field-err") == 1


def test_changed_tests_keep_the_rest_and_write_numbers_plainly() -> None:
    test = {"any": [{"fact": "staff", "op": "between", "value": ["5", "50"], "year": -1}, INTENSITY]}
    round_ = round_of(test)
    conditions = list(round_.conditions.select_related("clause__document"))
    found = thresholds_of(conditions)
    assert [(row.op, row.value) for row in found] == [
        ("between", Decimal(5)),
        ("between", Decimal(50)),
        ("at_least", Decimal(3)),
    ]
    changed = with_changes(conditions, {found[1].address: Decimal("100"), found[2].address: Decimal("2.50")})
    (after,) = changed.values()
    assert after["any"][0]["value"] == ["5", "100"]
    assert after["any"][1]["value"] == "2.5"
    assert conditions[0].test["any"][0]["value"] == ["5", "50"]


def test_officials_of_the_department_and_above_and_admins_see_it_others_do_not() -> None:
    by = clerk()
    round_ = round_of(by=by)
    admin = UserFactory(admin=True)
    above = official("310000")
    department = by.department
    department.path, department.parent = f"/{above.department.code}/{department.code}/", above.department
    department.save()
    for who, status in (
        (by, 200),
        (above, 200),
        (capacity(admin, "admin"), 200),
        (official("310106"), 404),
        (member(), 404),
        (oneself(), 404),
        (capacity(expert(), "expert"), 404),
        (capacity(auditor(), "auditor"), 404),
    ):
        for more in ("", "affected/", "affected/export/", "told/", "told/export/"):
            assert signed_in(who).get(page(round_, more)).status_code == status, (who.key, more)
    assert Client().get(page(round_)).status_code == 302


def test_an_official_counts_the_organizations_of_the_own_region() -> None:
    by, elsewhere = clerk(), official("310106")
    round_ = round_of(by=by)
    for percent in (1, 3):
        firm(percent)
    rows = judged_twice([INTENSITY], [INTENSITY], Context(question(round_, by).as_of, 2026))
    for who in (by, elsewhere, capacity(UserFactory(admin=True), "admin"), member()):
        visible = set(Organization.objects.visible_to(who).exclude(facts=None).values_list("pk", flat=True))
        seen = set(seen_by(rows, who).values_list("pk", flat=True))
        assert seen == (visible if who.kind != "organization" else set())


def test_the_page_shows_figures_chart_and_groups() -> None:
    by = clerk()
    round_ = round_of(by=by, budget=500_000, amount_cap=200_000)
    for percent in (1, 2, 3, None):
        firm(percent)
    shown = text(signed_in(by), page(round_, **{address_of(round_): "2"}))
    for words in (
        "+1",
        "CNY 400,000",
        "CNY 100,000 left",
        "loosened by 1 percentage point",
        "See the 1 new one",
    ):
        assert words in shown, words


def test_the_list_offers_the_districts_where_somebody_is_registered() -> None:
    by = clerk()
    round_ = round_of(INTENSITY, by=by)
    city = region("310000")
    Region.objects.create(code="220102", name="南关区", level="district", parent=city)
    Region.objects.filter(pk=firm(4).registered_region_id).update(parent=city)
    shown = signed_in(by).get(page(round_, "affected/")).content.decode()
    assert 'value="310114"' in shown
    assert 'value="220102"' not in shown


def test_the_list_names_who_is_affected_and_notes_who_looked() -> None:
    by = clerk()
    round_ = round_of(by=by)
    two, _three = firm(2), firm(3)
    query = {address_of(round_): "2"}
    shown = text(signed_in(by), page(round_, "affected/", **query))
    assert two.name in shown
    assert _three.name not in shown
    assert Entry.objects.filter(verb="opened", subject_id=two.pk).exists()
    sheet = signed_in(by).get(page(round_, "affected/export/", **query, format="csv")).content.decode()
    assert sheet.count("\n") == 2
    assert two.uscc in sheet
    assert Entry.objects.filter(verb="exported", subject_id=two.pk).exists()


def test_the_list_is_filtered_by_size_place_and_name() -> None:
    by = clerk()
    round_ = round_of(by=by)
    section = Industry.objects.get_or_create(code="I", defaults={"name": "信息"})[0]
    software = Industry.objects.get_or_create(code="65", defaults={"name": "软件", "section": section})[0]
    small = on_file(
        OrganizationFactory(founded_on=FOUNDED, industry=software),
        revenue_2025=9_000_000,
        rd_expense_2025=900_000,
        staff_2025=50,
    )
    for query, found in (
        ({"size": "small"}, True),
        ({"size": "micro"}, False),
        ({"industry": "I", "region": "310114"}, True),
        ({"industry": "A"}, False),
        ({"q": small.uscc}, True),
    ):
        assert (small.name in text(signed_in(by), page(round_, "affected/", show="after", **query))) is found


def test_the_page_asks_a_fixed_number_of_queries() -> None:
    by = clerk()
    round_ = round_of(by=by)
    client = signed_in(by)
    firm(3)
    client.get(page(round_))

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            text(client, address)
        return len(found)

    one = queries(page(round_)), queries(page(round_, "affected/", show="after"))
    firm(5)
    firm(7)
    assert (queries(page(round_)), queries(page(round_, "affected/", show="after"))) == one
