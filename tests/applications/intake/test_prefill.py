"""Nobody is asked twice: a draft knows what the file knows, and the file may learn from an application."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.intake.keeping import keep, news_of
from portal.facts.models import Statement, YearlyFigures
from programs.catalog.services import reference_year
from tests.factories import intake
from tests.factories.catalog import RoundFactory
from tests.factories.facts import on_file, qualification
from tests.factories.forms import FormFactory, QuestionFactory
from tests.factories.organizations import member
from tests.portal.organizations.test_pages import acting

pytestmark = pytest.mark.django_db
LAST = timezone.localdate().year - 1


@pytest.fixture
def round_():
    """A round whose form asks for a figure of last year and the number of a qualification."""
    form = FormFactory(program=RoundFactory().program, complete=True)
    section = form.sections.first()
    asked = {"section": section, "required": False}
    QuestionFactory(key="revenue", kind="money", money_unit="wan", label="营收", fact="revenue", **asked)
    QuestionFactory(key="earlier", kind="money", money_unit="yuan", label="前年", fact="revenue:-2", **asked)
    QuestionFactory(key="people", kind="integer", label="人数", fact="staff", **asked)
    QuestionFactory(key="number", kind="short_text", label="编号", fact="qualification:hitech", **asked)
    found = form.program.rounds.get()
    intake.pin(found, by=None)
    return found


@pytest.fixture
def owner(round_):
    capacity = member()
    year = reference_year(round_)
    on_file(capacity.organization, **{f"revenue_{year - 1}": 31_800_000, f"revenue_{year - 2}": 5})
    qualification(capacity.organization, number="GR2024", holds_from=date(2024, 1, 1))
    return capacity


def test_draft_begins_with_what_the_file_knows(round_, owner):
    application = intake.draft(round_, owner)
    assert application.answers == {"revenue": "31800000.00", "earlier": "5.00", "number": "GR2024"}
    assert application.events.get().payload == {"prefilled": ["revenue", "earlier", "number"]}


def test_draft_of_who_has_no_file_begins_empty(round_):
    assert intake.draft(round_, member()).answers == {}


def test_page_says_how_many_answers_come_from_the_file(round_, owner):
    response = acting(owner).post(reverse("application_start", args=[round_.pk]), follow=True)
    assert "3 answers come from your organization" in response.content.decode()


def submitted(round_, owner, **answers):
    application = intake.filled(intake.draft(round_, owner), **answers)
    return intake.perform(application.pk, "submit", capacity=owner, at=timezone.now())


def test_new_answers_are_kept_in_the_file_with_the_application_as_source(round_, owner):
    application = submitted(round_, owner, revenue="40000000.00", people=36)
    client, page = acting(owner), reverse("application", args=[application.pk])
    assert client.get(page).content.decode().count('name="keep"') == 2
    client.post(reverse("application_keep", args=[application.pk]), {"keep": ["revenue", "people"]})
    figures = YearlyFigures.objects.get(organization=owner.organization, year=reference_year(round_) - 1)
    assert (figures.revenue, figures.staff) == (40_000_000, 36)
    told = Statement.objects.filter(origin="application")
    assert {(row.source, row.stated_by) for row in told} == {(application.number, owner.user)}
    assert 'name="keep"' not in client.get(page).content.decode()


def test_only_what_was_chosen_is_kept(round_, owner):
    application = submitted(round_, owner, revenue="40000000.00", people=36)
    assert keep(application, ["people"], owner) == 1
    assert [new.name for new in news_of(application, owner)] == ["revenue"]


def test_others_keep_nothing(round_, owner):
    application = submitted(round_, owner, people=36)
    viewer = member(owner.organization, "viewer")
    officer = intake.official(round_.department)
    for by in (viewer, officer):
        assert news_of(application, by) == []
        acting(by).post(reverse("application_keep", args=[application.pk]), {"keep": ["people"]})
    assert not Statement.objects.filter(origin="application").exists()


def test_draft_offers_nothing_to_keep(round_, owner):
    application = intake.filled(intake.draft(round_, owner), people=36)
    assert news_of(application, owner) == []
