"""Last year's round again: everything in it, a year later, on working days, and said so."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.api.problems import Refused
from portal.inbox.models import CalendarDay, CalendarYear
from programs.catalog.models import Condition, Program, Round
from programs.forms.models import Question
from programs.policies.models import Rule
from programs.publishing.copying import copy_round, later, move_sentences, planned, still_dated
from programs.publishing.models import Guide
from programs.publishing.steps.checking import notes_of_copy
from tests.factories.accounts import UserFactory
from tests.factories.catalog import RequiredDocumentFactory, RoundFactory, administrator
from tests.factories.forms import FormFactory
from tests.factories.policies import ClauseFactory, DocumentFactory
from tests.programs.publishing.situations import handed_over

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.get_default_timezone())


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def november() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def last_years(**fields: Any) -> Round:
    """A round of 2026, from 1 March (a Sunday) to 1 October, in 2027 a Monday and a holiday."""
    CalendarDay.objects.update_or_create(
        day=date(2027, 10, 1), defaults={"is_workday": False, "name": "国庆节"}
    )
    given = {
        "opens_at": at(2026, 3, 1),
        "closes_at": at(2026, 10, 1, 17),
        "name": "2026年第一批",
        "code": "KC2026",
    }
    return RoundFactory(**(given | fields))


def copied(source: Round, name: str = "2027年第一批") -> Guide:
    return copy_round(source.pk, name, "", "KC", by=administrator())


def test_a_plan_is_a_year_later_in_name_code_and_dates() -> None:
    plan = planned(last_years(name_en="Round 1 of 2026"), NOW)
    assert (plan.name, plan.name_en, plan.code) == ("2027年第一批", "Round 1 of 2027", "KC2027")
    assert plan.opens_at == at(2027, 3, 1)


def test_a_date_on_a_day_off_moves_to_the_next_working_day_and_says_why() -> None:
    plan = planned(last_years(), NOW)
    assert plan.closes_at == at(2027, 10, 4, 17)
    assert list(move_sentences(plan.moves)) == [
        "Closes on 4 October 2027: a year later it would be 1 October 2027, 国庆节."
    ]


def test_a_weekend_is_a_day_off_without_a_name() -> None:
    plan = planned(last_years(closes_at=at(2026, 10, 2)), NOW)
    assert "2 October 2027, a day off." in next(move_sentences(plan.moves))


def test_a_worked_saturday_stays() -> None:
    CalendarDay.objects.create(day=date(2027, 10, 2), is_workday=True, name="补班")
    plan = planned(last_years(closes_at=at(2026, 10, 2)), NOW)
    assert (plan.closes_at, plan.moves) == (at(2027, 10, 2), [])


def test_a_year_that_is_not_announced_is_said() -> None:
    CalendarYear.objects.filter(year=2027).delete()
    assert "2027" in planned(last_years(), NOW).warning
    CalendarYear.objects.create(year=2027, source="通知")
    assert planned(last_years(), NOW).warning == ""


def test_an_old_round_is_moved_by_as_many_years_as_it_takes() -> None:
    plan = planned(last_years(opens_at=at(2023, 5, 8), closes_at=None, name="2023年第一批"), NOW)
    assert (plan.opens_at.year, plan.closes_at, plan.name) == (2027, None, "2027年第一批")


def test_a_name_without_a_year_gets_one() -> None:
    assert planned(last_years(name="春季", name_en="Spring"), NOW).name == "2027年春季"


def test_the_29th_of_february_becomes_the_28th() -> None:
    assert later(at(2024, 2, 29), 1) == at(2025, 2, 28)
    assert later(at(2024, 2, 29), 4) == at(2028, 2, 28)


def test_a_copy_has_everything_of_its_source() -> None:
    clause = ClauseFactory()
    rule = Rule.objects.create(clause=clause, slug="r", kind="eligibility", sentence="职工不超过500人")
    source = last_years(
        budget=Decimal(5_000_000), amount_cap=200_000, cap_period="每年", cap_period_en="a year",
        live_limit=2, grace_minutes=5, check_days=7, decision_days=30, correction_days=9,
        needs_verification=True, applicant_kinds=["team"], holiday_rule="next", extension="automatic",
        sign_off=True, seal_days=5, paper_copies="申报书", paper_copies_en="the form",
        notice=DocumentFactory(notice=True),
        reminders={"draft_closing": ["3d"]}, hant={"name": "2026年第一批次"},
    )  # fmt: skip
    test = {"fact": "staff", "op": "at_most", "value": "500", "year": -1}
    line = {"sentence": "职工不超过500人", "rule": rule, "clause": clause, "test": test}
    Condition.objects.create(round=source, position=2, **line)
    RequiredDocumentFactory(round=source, clause=clause)
    made = copied(source).round
    same = {
        f.name for f in Round._meta.concrete_fields
        if getattr(made, f.attname) == getattr(source, f.attname)
    }  # fmt: skip
    changed = {f.name for f in Round._meta.concrete_fields} - same
    own = {"id", "name", "code", "status", "opens_at", "closes_at", "published_at", "published_by", "name_en"}
    own |= {"reference_year"}
    assert changed == own
    assert made.status == "draft"

    def kept(round_: Round) -> list[Any]:
        lines = round_.conditions.all()
        conditions: list[Any] = [(c.position, c.sentence, c.clause, c.rule, c.test) for c in lines]
        return conditions + [(d.name, d.how, d.clause) for d in round_.documents.all()]

    assert kept(made) == kept(source)
    assert made.reference_year == made.opens_at.year
    assert source.conditions.count() == 2


def test_a_name_that_is_taken_is_refused() -> None:
    source = last_years()
    copied(source)
    with pytest.raises(Refused, match="already has a round called “2027年第一批”"):
        copied(source)


def test_others_copy_nothing() -> None:
    with pytest.raises(Refused, match="Only administrators"):
        copy_round(last_years().pk, "2027年第一批", "", "KC", by=UserFactory())


def test_the_checklist_says_what_to_look_at_again() -> None:
    source = last_years(notice=DocumentFactory(notice=True))
    FormFactory(program=source.program, complete=True)
    Condition.objects.create(round=source, sentence="2025年度营业收入不低于500万元", clause=ClauseFactory())
    Round.objects.filter(pk=source.pk).update(status="draft", published_at=None, published_by=None)
    handed_over_last_year(source)
    guide = copied(source)
    Question.objects.filter(section__form__program=source.program, key="staff").update(help="新的说明")
    notes = list(notes_of_copy(guide))
    assert notes == [
        "Closes on 4 October 2027: a year later it would be 1 October 2027, 国庆节.",
        "The call notice is that of 2026年第一批. Choose this year's where there is one.",
        "This was taken over and names a year: “2025年度营业收入不低于500万元”",
        "The form has changed since 2026年第一批.",
    ]
    assert still_dated(guide.round, source) == ["2025年度营业收入不低于500万元"]


def handed_over_last_year(round_: Round) -> None:
    with time_machine.travel(at(2026, 2, 1)):
        handed_over(round_, administrator())


def test_the_page_of_a_round_leads_to_its_copy(client: Client) -> None:
    client.force_login(administrator())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    source = last_years()
    shown = client.get(reverse("admin:catalog_round_change", args=[source.pk])).content.decode()
    url = reverse("admin:publishing_guide_copy", args=[source.pk])
    assert url in shown
    assert "Copy as next year" in shown
    offered = client.get(url).content.decode()
    assert 'value="2027年第一批"' in offered
    assert "国庆节" in offered
    answer = client.post(url, {"name": "2027年第一批", "name_en": "", "code": "KC"})
    assert answer["Location"].endswith("/step/check/")
    again = client.post(url, {"name": "2027年第一批", "name_en": "", "code": "KC"})
    assert again.status_code == 422
    assert "already has a round called" in again.content.decode().split("field-name")[1]
    assert Program.objects.get(pk=source.program_id).rounds.count() == 2
