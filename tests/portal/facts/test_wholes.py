"""A part above its whole is refused at every door."""

import pytest
from rest_framework.test import APIClient

from portal.api.problems import Refused, Stale
from portal.facts.models import Origin, Statement, YearlyFigures
from portal.facts.stating import state, state_many
from tests.factories.facts import on_file
from tests.factories.organizations import OrganizationFactory, member

pytestmark = pytest.mark.django_db
SENTENCE = "This is more than “%s”, of which it is a part."


def say(firm, **figures):
    return state(
        firm.pk,
        {(name, 2024): value for name, value in figures.items()},
        origin=Origin.IMPORT,
        by=None,
    )


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        ("st_staff", "staff", "science and technology staff 2024: "),
        ("rd_domestic", "rd_expense", "R&D expense in mainland China 2024: "),
        ("hitech_income", "revenue", "income from hi-tech products and services 2024: "),
    ],
)
def test_part_above_its_whole_is_refused_in_any_order(part, whole, words):
    for held, said in (({}, {whole: 9, part: 10}), ({whole: 9}, {part: 10}), ({part: 10}, {whole: 9})):
        firm = on_file(OrganizationFactory(), **{f"{name}_2024": value for name, value in held.items()})
        with pytest.raises(Refused) as refused:
            say(firm, **said)
        assert str(refused.value).startswith(words + "This is more than “")
        assert Statement.objects.filter(organization=firm, year=2024).count() == len(held)


def test_part_as_large_as_its_whole_or_of_another_year_stands():
    firm = on_file(st_staff_2023=50)
    say(firm, staff=9, st_staff=9)
    assert YearlyFigures.objects.get(organization=firm, year=2024).st_staff == 9


def test_whole_that_is_taken_back_limits_nothing():
    firm = on_file(staff_2024=9)
    say(firm, staff=None, st_staff=10)
    assert YearlyFigures.objects.get(organization=firm, year=2024).st_staff == 10


def test_corrected_whole_counts_not_the_one_before():
    firm = on_file(staff_2024=20)
    say(firm, staff=9)
    with pytest.raises(Refused):
        say(firm, st_staff=10)


def test_one_wrong_of_many_organizations_refuses_all():
    first, second = on_file(staff_2024=20), on_file(OrganizationFactory(), staff_2024=9)
    batch = {firm.pk: {("st_staff", 2024): 10} for firm in (first, second)}
    with pytest.raises(Refused):
        state_many(batch, origin=Origin.IMPORT, by=None)
    assert not Statement.objects.filter(key="st_staff").exists()


def test_api_refuses_it_with_the_sentence():
    owner = member()
    on_file(owner.organization, staff_2024=9)
    api = APIClient(headers={"x-acting-as": owner.key, "accept-language": "en"})
    api.force_login(owner.user)
    path = f"/api/v1/organizations/{owner.organization.uscc}/file/"
    body = {"facts": [{"key": "st_staff", "year": 2024, "value": 10}]}
    answer = api.patch(path, body, format="json", headers={"if-match": api.get(path)["ETag"]})
    assert answer.status_code == 409
    assert SENTENCE % "staff" in answer.json()["detail"]


@pytest.mark.parametrize("on", ["0001-01-01", "1899-12-31", "1948-12-31"])
def test_api_says_that_a_day_lies_too_early(on):
    owner = member()
    api = APIClient(headers={"x-acting-as": owner.key, "accept-language": "en"})
    api.force_login(owner.user)
    answer = api.get(f"/api/v1/organizations/{owner.organization.uscc}/file/", {"on": on})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == "Files begin in 1949. Name a later day."


def test_stale_names_the_facts_and_who_changed_them():
    owner = member()
    firm = on_file(owner.organization, staff_2024=9)
    seen = Statement.objects.latest("pk").pk
    said = {"origin": Origin.ORGANIZATION, "by": owner}
    state(firm.pk, {("staff", 2024): 8, ("profit", 2024): 5, ("revenue", 2024): 7}, **said)
    with pytest.raises(Stale) as stale:
        state(firm.pk, {("staff", 2024): 7, ("revenue", 2024): 8}, seen=seen, **said)
    told = f"{owner.user} changed meanwhile: staff 2024, revenue 2024."
    assert str(stale.value) == f"{told} Open the page again, then repeat yours."
