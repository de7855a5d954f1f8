from typing import Any

import pytest

from tests.applications.intake.test_pages import count_queries
from tests.factories.accounts import official, oneself
from tests.factories.catalog import ProgramFactory
from tests.factories.facts import on_file
from tests.factories.organizations import OrganizationFactory, member
from tests.programs.screening.situations import FIRM, HITECH, IN_JINGAN, asking, conditions, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 04:00:00+00:00", tick=False)


def firm() -> Any:
    return member(on_file(revenue_2025=31_800_000))


def got(client: Any, path: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1{path}")
    assert response.status_code == status, response.content
    return response.json()


def test_screening_lists_every_program_with_its_checks() -> None:
    round_ = asking(FIRM, HITECH, None)
    conditions((IN_JINGAN, HITECH), program=asking(closed=True).program)
    who = firm()
    answer = got(signed_in(who), "/screening/")
    assert answer["count"] == 2
    first = answer["results"][0]
    assert {key: first[key] for key in ("program", "round", "phase", "group", "verdict", "refusal")} == {
        "program": round_.program.slug,
        "round": round_.pk,
        "phase": "open",
        "group": "one_step",
        "verdict": "unknown",
        "refusal": "",
    }
    checks = first["checks"]
    assert [(check["outcome"], check["declared"]) for check in checks] == [
        ("pass", False),
        ("unknown", False),
        ("unknown", True),
    ]
    assert checks[0]["clause"]["document"]
    assert checks[1]["missing_fact"] == "qualifications_listed_on"
    assert checks[1]["missing"][0]["url"].endswith(f"/{who.organization.uscc}/file/#qualifications_listed_on")
    assert checks[2]["missing_fact"] is None


def test_screening_is_filtered_and_paged() -> None:
    asking(FIRM)
    asking(IN_JINGAN, HITECH)
    asking(FIRM, upcoming=True)
    client = signed_in(firm())
    queries = ("group=eligible", "group=not_now", "phase=open", "kind=loan", "page_size=2")
    counts = [len(got(client, f"/screening/?{query}")["results"]) for query in queries]
    assert counts == [2, 1, 2, 0, 2]
    assert got(client, "/screening/?page=9", 404)


def test_screening_is_refused_to_who_acts_for_no_organization() -> None:
    round_ = asking(FIRM)
    for path in ("/screening/", f"/programs/{round_.program.slug}/check/"):
        assert "X-Acting-As" in got(signed_in(oneself()), path, 409)["detail"]


def test_one_program_is_checked() -> None:
    round_ = asking(FIRM)
    client = signed_in(firm())
    assert got(client, f"/programs/{round_.program.slug}/check/")["verdict"] == "eligible"
    got(client, f"/programs/{ProgramFactory(draft=True).slug}/check/", 404)


def test_matches_are_the_open_programs_for_who_sees_the_organization() -> None:
    asking(FIRM)
    asking(FIRM, upcoming=True)
    who = firm()
    path = f"/organizations/{who.organization.uscc}/matches/"
    assert got(signed_in(who), path)["count"] == 1
    assert got(signed_in(official()), path)["count"] == 1
    got(signed_in(), path, 404)
    got(signed_in(who), f"/organizations/{OrganizationFactory().uscc}/matches/", 404)


def test_more_programs_cost_no_more_queries() -> None:
    client = signed_in(firm())
    asking(FIRM, HITECH)
    client.get("/api/v1/screening/")
    one = count_queries(client, "/api/v1/screening/?phase=open")
    asking(FIRM, HITECH)
    asking(FIRM, HITECH, None)
    client.get("/api/v1/screening/")
    assert count_queries(client, "/api/v1/screening/?phase=open") == one
