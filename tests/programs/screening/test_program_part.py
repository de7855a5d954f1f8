from typing import Any

import pytest
from django.test import Client

from programs.screening.titles import titles
from tests.applications.intake.test_pages import count_queries
from tests.factories.accounts import oneself
from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.factories.facts import on_file
from tests.factories.intake import draft, open_round
from tests.factories.organizations import member
from tests.programs.screening.situations import (
    FIRM,
    HITECH,
    IN_JINGAN,
    INTENSITY,
    REVENUE,
    asking,
    conditions,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 04:00:00+00:00", tick=False)


def firm() -> Any:
    return member(on_file(revenue_2025=31_800_000, rd_expense_2025=2_860_000))


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_program_page_checks_each_condition(language: str) -> None:
    round_ = asking(FIRM, IN_JINGAN, HITECH, None)
    page = text(signed_in(firm(), language), f"/programs/{round_.program.slug}/")
    assert [
        page.count(icon) for icon in ('class="icon green"', 'class="icon red"', 'class="icon amber"')
    ] == [1] * 3
    if language == "en":
        assert "Do you qualify?" in page
        assert "2 to be confirmed" in page
        assert "1 condition is not met. See below by how much." in page


@pytest.mark.parametrize(
    ("tests", "sentence"),
    [
        ((FIRM,), "Every condition is met."),
        ((FIRM, None), "Nothing speaks against it. 1 condition is settled when you apply."),
        ((FIRM, HITECH, None), "Nothing speaks against it. 2 conditions are settled when you apply."),
        ((IN_JINGAN, None), "1 condition is not met."),
    ],
)
def test_side_says_what_the_check_comes_to(tests: tuple[Any, ...], sentence: str) -> None:
    round_ = asking(*tests)
    assert sentence in text(signed_in(firm()), f"/programs/{round_.program.slug}/")


def test_a_program_named_in_a_test_has_its_title(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(titles, "until", 0.0)
    other = ProgramFactory()
    test = {"fact": "support_this_year", "of": other.slug, "op": "less_than", "value": "200000"}
    round_ = asking(test, test | {"of": "a-group"})
    page = text(signed_in(firm()), f"/programs/{round_.program.slug}/")
    assert [f"({name})" in page for name in (other.title_en, other.slug, "a-group")] == [True, False, True]


def test_missing_fact_is_named_as_the_reason_and_where_it_is_filled_in() -> None:
    page = text(signed_in(firm(), "en"), f"/programs/{asking(HITECH).program.slug}/")
    words = ("Not stated: ", "State: ", "Not known: ", "Fill in: ")
    assert [page.count(word) for word in words] == [1, 0, 0, 1]


def test_program_without_a_round_is_checked_by_its_standing_conditions() -> None:
    program = ProgramFactory()
    conditions((FIRM, REVENUE), program=program)
    page = text(signed_in(firm()), f"/programs/{program.slug}/")
    assert "Do you qualify?" in page
    assert "2 met" in page


def test_each_round_is_checked_by_its_own_conditions() -> None:
    now = asking(FIRM)
    before = asking(IN_JINGAN, program=now.program, closed=True)
    client = signed_in(firm())
    address = f"/programs/{now.program.slug}/"
    assert "1 met" in text(client, address)
    assert "1 not met" in text(client, f"{address}?round={before.pk}")


def test_visitor_reads_the_conditions_and_the_way_to_a_check() -> None:
    round_ = asking(FIRM)
    client = Client(headers={"Accept-Language": "en"})
    page = text(client, f"/programs/{round_.program.slug}/")
    assert "Who qualifies" in page
    assert "Check whether you qualify: six questions" in page
    client.post("/what-can-we-get/answers/", {"kind": "firm"})
    assert "Checked against your answers" in text(client, f"/programs/{round_.program.slug}/")


def test_more_conditions_cost_no_more_queries() -> None:
    first, second = asking(FIRM), asking(FIRM, INTENSITY, HITECH)
    client = signed_in(firm())
    client.get(f"/programs/{first.program.slug}/")
    counts = {count_queries(client, f"/programs/{row.program.slug}/") for row in (first, second)}
    assert len(counts) == 1


def test_todo_page_shows_the_nearest_open_programs() -> None:
    near, far = asking(FIRM, INTENSITY), asking(IN_JINGAN, HITECH)
    missing = asking(HITECH)
    over = asking(FIRM, closed=True)
    page = text(signed_in(firm()), "/todo/")
    shown = [round_.program.title_en in page for round_ in (near, missing, far, over)]
    assert shown == [True, True, False, False]
    assert ["met" in page, "to be confirmed" in page] == [True, True]
    assert "1 program waits for it" in page


def test_todo_page_leaves_out_what_was_applied_for() -> None:
    who, round_ = firm(), open_round()
    conditions((FIRM,), round=round_)
    several = open_round(live_limit=2)
    conditions((FIRM,), round=several)
    for one in (round_, several):
        draft(one, who)
    page = text(signed_in(who), "/todo/").partition("You can also apply for")[2]
    assert [one.program.title_en in page for one in (round_, several)] == [False, True]


def test_file_page_says_for_which_programs_a_fact_is_missing() -> None:
    round_ = asking(FIRM, HITECH)
    who = firm()
    page = text(signed_in(who), f"/organizations/{who.organization.uscc}/file/")
    assert f'href="/programs/{round_.program.slug}/"' in page


@pytest.mark.parametrize("who", [None, "person"])
def test_todo_page_has_no_such_section_without_an_organization_or_programs(who: str | None) -> None:
    RoundFactory()
    if who:
        asking(FIRM)
    client = signed_in(oneself() if who else firm())
    assert "You can also apply for" not in text(client, "/todo/")
