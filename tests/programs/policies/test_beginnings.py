"""From a promise without a live program into the guide, for who edits programs."""

from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import Post, User
from tests.factories.accounts import LONG_AGO, DepartmentFactory, UserFactory
from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.factories.policies import ClauseFactory, MeasureFactory

pytestmark = pytest.mark.django_db
GUIDE = "/admin/publishing/guide/add/?"


def signed_in(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def official(**fields: Any) -> User:
    user = UserFactory()
    Post.objects.create(user=user, department=DepartmentFactory(), starts_on=LONG_AGO, **fields)
    return user


def ways(client: Client, address: str) -> list[str]:
    """What the guide is given, in the order of the page."""
    page = client.get(address).content.decode()
    return [part.partition('"')[0] for part in page.split(GUIDE)[1:]]


def address(clause: Any) -> str:
    return f"/policies/{clause.document.slug}/{clause.number}/"


def test_who_edits_programs_is_led_from_a_clause_to_the_guide_with_its_choice() -> None:
    clause = ClauseFactory()
    measure = MeasureFactory(clause=clause)
    MeasureFactory(clause=clause, asked_for=False)
    client = signed_in(UserFactory(admin=True))
    found = ways(client, address(clause))
    assert found == [f"measure={measure.pk}", f"clause={clause.pk}"]
    (chosen,) = {client.get(GUIDE + way).context["clause_ids"].pop() for way in found}
    assert chosen == clause.pk
    assert client.get(GUIDE + found[0]).context["measure_ids"] == {measure.pk}


def test_the_list_of_promises_leads_to_the_guide_too() -> None:
    measure, closed = MeasureFactory(), MeasureFactory()
    program = ProgramFactory(clauses=[closed.clause])
    program.measures.add(closed)
    RoundFactory(program=program, closed=True)
    client = signed_in(official(edits_programs=True))
    for group, expected in (
        ("measures_without", [f"measure={measure.pk}"]),
        ("measures_not_open", [f"measure={closed.pk}"]),
        ("clauses_without", [f"clause={measure.clause_id}"]),
        ("rules_without", []),
    ):
        assert ways(client, f"/policies/coverage/?show={group}") == expected, group


def test_nobody_else_is_led_there() -> None:
    clause = MeasureFactory().clause
    for client in (Client(), signed_in(UserFactory()), signed_in(official())):
        assert ways(client, address(clause)) == []
        assert ways(client, "/policies/coverage/") == []


@pytest.mark.parametrize("situation", [{}, {"upcoming": True}])
def test_a_promise_with_a_round_open_or_coming_needs_no_other_program(situation: dict[str, Any]) -> None:
    measure = MeasureFactory()
    program = ProgramFactory(clauses=[measure.clause])
    program.measures.add(measure)
    RoundFactory(program=program, **situation)
    assert ways(signed_in(UserFactory(admin=True)), address(measure.clause)) == []
