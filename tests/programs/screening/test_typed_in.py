from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.facts.models import CurrentFacts, Statement
from portal.facts.reading import File, read
from portal.organizations.models import Organization
from portal.reference.models import Industry
from programs.screening.judging import Group, screen
from programs.screening.typed_in import Questionnaire
from tests.factories.accounts import oneself, region
from tests.factories.facts import on_file, qualification
from tests.factories.organizations import OrganizationFactory, facts
from tests.programs.screening.situations import (
    FIRM,
    HITECH,
    IN_JIADING,
    INTENSITY,
    REVENUE,
    asking,
    signed_in,
)

pytestmark = pytest.mark.django_db
PAGE, ANSWERS = "/what-can-we-get/", "/what-can-we-get/answers/"
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 04:00:00+00:00", tick=False)


def visitor() -> Client:
    return Client(headers={"Accept-Language": "en"})


def typed(**changes: Any) -> dict[str, Any]:
    """All six answers."""
    return {
        "kind": "firm",
        "region": region().code,
        "founded_on": "2019-05-06",
        "industry": industry().code,
        "revenue": "3180",
        "rd_expense": "286",
        "staff": "62",
        "qualifications": ["hitech"],
    } | changes


def industry() -> Industry:
    section = Industry.objects.get_or_create(code="I", defaults={"name": "信息技术"})[0]
    return Industry.objects.get_or_create(code="65", defaults={"name": "软件", "section": section})[0]


def test_there_are_at_most_six_questions() -> None:
    figures = {"revenue", "rd_expense", "staff"}
    assert len(Questionnaire().fields) - len(figures) + 1 == 6


def test_answers_are_judged_like_a_file() -> None:
    for tests in (
        [FIRM, IN_JIADING],
        [INTENSITY, REVENUE],
        [HITECH],
        [{"fact": "age_years", "op": "at_least", "value": 3}],
    ):
        asking(*tests)
    client = visitor()
    assert client.post(ANSWERS, typed()).url == PAGE
    page = client.get(PAGE)
    assert [(part.group, part.count) for part in page.context["counted"]][:2] == [
        (Group.ELIGIBLE, 4),
        (Group.ONE_STEP, 0),
    ]
    organization = on_file(
        OrganizationFactory(founded_on=date(2019, 5, 6), industry=industry()),
        revenue_2025=31_800_000,
        rd_expense_2025=2_860_000,
        staff_2025=62,
    )
    qualification(organization)
    said: File = page.context["subject"].file
    kept = read(organization, TODAY)
    at = timezone.now()
    words = [
        [[found.reason for found in row.findings if found] for row in screen(one, at)] for one in (said, kept)
    ]
    assert words[0] == words[1]


def test_what_is_left_open_stays_unknown_with_a_way_to_its_question() -> None:
    asking(INTENSITY)
    asking(HITECH)
    client = visitor()
    client.post(ANSWERS, {"kind": "firm"})
    page = client.get(PAGE)
    assert {
        row.rule_set.slug: row.group for row in screen(page.context["subject"].file, timezone.now())
    }.keys()
    assert f"{ANSWERS}#id_revenue" in page.text
    assert f"{ANSWERS}#id_qualifications" in page.text


def test_none_of_these_is_an_answer() -> None:
    asking(HITECH)
    client = visitor()
    client.post(ANSWERS, {"qualifications": ["none"]})
    (judged,) = screen(client.get(PAGE).context["subject"].file, timezone.now())
    assert judged.failed == 1


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Answer at least one question."),
        ({"founded_on": "2031-01-01"}, "This day lies in the future."),
        ({"founded_on": "yesterday"}, "Write the day as 2019-03-31."),
        ({"revenue": "-5"}, "greater than or equal to 0"),
        ({"qualifications": ["none", "hitech"]}, "Take one of the two back."),
        ({"region": "999999"}, "Select a valid choice"),
    ],
)
def test_a_wrong_answer_is_told(answers: dict[str, Any], sentence: str) -> None:
    response = visitor().post(ANSWERS, answers)
    assert response.status_code == 422
    assert sentence in response.text


def test_answers_can_be_changed_and_forgotten() -> None:
    asking(FIRM)
    client = visitor()
    client.post(ANSWERS, typed())
    assert 'value="3180"' in client.get(ANSWERS).text
    client.post(ANSWERS, {"forget": "1"})
    assert "Six questions" in client.get(PAGE).text


def test_answers_stay_with_who_gave_them() -> None:
    asking(FIRM)
    client = visitor()
    client.post(ANSWERS, typed())
    assert "Six questions" in visitor().get(PAGE).text


def test_answers_carry_over_into_the_registration_and_the_file() -> None:
    client = signed_in(oneself())
    client.post(ANSWERS, typed())
    form = client.get("/organizations/new/").context["form"]
    assert {name: form[name].value() for name in ("kind", "founded_on", "industry", "registered_region")} == {
        "kind": "firm",
        "founded_on": "2019-05-06",
        "industry": "65",
        "registered_region": "310114",
    }
    answer = client.post("/organizations/new/", facts(founded_on="2019-05-06", industry="65"))
    organization = Organization.objects.get()
    assert answer.url == f"/organizations/{organization.uscc}/"
    stated = Statement.objects.filter(key__in=["revenue", "rd_expense", "staff"]).order_by("key")
    assert [(row.key, row.year, row.value, row.origin) for row in stated] == [
        ("rd_expense", 2025, "2860000.00", "organization"),
        ("revenue", 2025, "31800000.00", "organization"),
        ("staff", 2025, 62, "organization"),
    ]
    assert CurrentFacts.objects.get().founded_on == date(2019, 5, 6)
    assert "Enter your qualifications" in client.get(answer.url).text
    assert "what_can_we_get" not in client.session


def test_a_refused_registration_keeps_the_answers() -> None:
    client = signed_in(oneself())
    client.post(ANSWERS, typed())
    assert client.post("/organizations/new/", facts(uscc="91310114MA")).status_code == 422
    assert client.session["what_can_we_get"]["revenue"] == "3180"
    assert not Organization.objects.exists()


def test_amounts_are_in_ten_thousands() -> None:
    client = visitor()
    client.post(ANSWERS, {"revenue": "0.01"})
    assert client.get(PAGE).context["subject"].file.get("revenue", 2025) == Decimal(100)
