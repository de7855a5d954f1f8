"""Officials see where a period runs into a year without a calendar; corrections end as the round says."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from portal.api.problems import Refused
from tests.factories.intake import in_status, official, open_round

pytestmark = pytest.mark.django_db

WARNING = "calendar of 2027 is not entered yet"
SATURDAY, MONDAY = date(2026, 11, 28), date(2026, 11, 30)


@pytest.fixture
def officer(client):
    found = official()
    client.force_login(found.user)
    client.cookies["django_language"] = "en"
    return found


@pytest.mark.parametrize(
    ("today", "in_list", "on_page"),
    [("2026-11-09", False, False), ("2026-12-10", False, True), ("2026-12-29", True, True)],
)
def test_a_year_without_calendar_is_warned_of(client, officer, today, in_list, on_page):
    with time_machine.travel(f"{today}T10:00:00+08:00"):
        application = in_status("submitted", round_=open_round())
        client.force_login(officer.user)
        listed = client.get(reverse("workbench"), {"view": "all"}).content.decode()
        page = client.get(reverse("review_application", args=[application.pk])).content.decode()
    assert [WARNING in listed, WARNING in page] == [in_list, on_page]


@pytest.mark.parametrize(("rule", "last"), [("keep", SATURDAY), ("next", MONDAY), ("refuse", None)])
def test_a_correction_ends_as_the_round_says(officer, rule, last):
    with time_machine.travel(datetime(2026, 11, 20, 4, tzinfo=UTC)):
        application = in_status("submitted", round_=open_round(holiday_rule=rule))
        inputs = Inputs(items=["合同缺签章页"], due_on=SATURDAY)
        given = {"capacity": officer, "at": timezone.now(), "inputs": inputs}
        if last is None:
            with pytest.raises(Refused):
                perform(application.pk, "return", **given)
            return
        returned = perform(application.pk, "return", **given)
    assert timezone.localdate(returned.due_at) == last
    assert returned.letters.get(kind="correction").content["due_on"] == last.isoformat()
