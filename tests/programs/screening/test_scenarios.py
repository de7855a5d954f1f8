from typing import Any

import pytest
from django.urls import reverse

from portal.accounts.models import Post
from programs.screening.models import Scenario
from tests.factories.accounts import LONG_AGO, UserFactory, capacity, official
from tests.programs.screening.situations import signed_in
from tests.programs.screening.whatif_world import address_of, clerk, firm, page, round_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 04:00:00+00:00", tick=False)


def colleague(by: Any) -> Any:
    user = UserFactory()
    Post.objects.create(user=user, department=by.department, rank="clerk", starts_on=LONG_AGO)
    return capacity(user, by.key)


def saved(by: Any, round_: Any, name: str = "松一点", **more: str) -> Scenario:
    data = {address_of(round_): "2", "name": name, "amount": "100000"} | more
    assert signed_in(by).post(page(round_, "save/"), data).status_code == 302
    return Scenario.objects.get(name=name)


def test_a_scenario_keeps_what_was_changed_and_leads_back_to_it() -> None:
    by = clerk()
    round_ = round_of(by=by)
    row = saved(by, round_)
    assert row.changes == {address_of(round_): "2"}
    assert (row.by, row.department, row.shared) == (by.user, by.department, False)
    shown = signed_in(by).get(page(round_)).content.decode()
    assert f"{address_of(round_)}=2&amp;amount=100000" in shown
    assert Scenario.objects.count() == 1
    saved(by, round_, **{address_of(round_): "1"})
    assert Scenario.objects.get().changes == {address_of(round_): "1"}


def test_colleagues_see_what_is_shared_and_change_nothing_of_it() -> None:
    by = clerk()
    round_ = round_of(by=by)
    row, other = saved(by, round_), colleague(by)
    assert "松一点" not in signed_in(other).get(page(round_)).content.decode()
    change = {verb: reverse("scenario_change", args=[row.pk, verb]) for verb in ("share", "keep", "delete")}
    assert signed_in(other).post(change["delete"]).status_code == 404
    signed_in(by).post(change["share"])
    assert "松一点" in signed_in(other).get(page(round_)).content.decode()
    assert signed_in(other).post(change["delete"], follow=True).status_code == 200
    assert Scenario.objects.filter(pk=row.pk, shared=True).exists()
    assert signed_in(official("310106")).post(change["delete"]).status_code == 404
    signed_in(by).post(change["delete"])
    assert not Scenario.objects.exists()


def test_two_scenarios_stand_side_by_side() -> None:
    by = clerk()
    round_ = round_of(by=by)
    for percent in (1, 2, 3):
        firm(percent)
    first, second = saved(by, round_), saved(by, round_, "紧一点", **{address_of(round_): "5"})
    one = signed_in(by).get(page(round_, "compare/", scenario=first.pk)).content.decode()
    assert "What holds" in one
    both = signed_in(by).get(page(round_, "compare/") + f"?scenario={first.pk}&scenario={second.pk}")
    shown = both.content.decode()
    assert "松一点" in shown
    assert "紧一点" in shown
    assert "CNY 200,000" in shown
    assert signed_in(by).get(page(round_, "compare/", scenario=0)).status_code == 404


def test_a_scenario_without_a_name_or_with_a_wrong_number_is_not_kept() -> None:
    by = clerk()
    round_ = round_of(by=by)
    client = signed_in(by)
    nameless = client.post(page(round_, "save/"), {address_of(round_): "2", "name": " "})
    assert nameless.status_code == 422
    assert "Give the scenario a name." in nameless.content.decode()
    wrong = client.post(page(round_, "save/"), {address_of(round_): "x", "name": "a"})
    assert wrong.status_code == 422
    assert not Scenario.objects.exists()
