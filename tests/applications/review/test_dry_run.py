from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.review.past_files import files_of
from portal.access.models import Entry
from portal.facts.models import Origin
from portal.facts.reading import read
from portal.facts.stating import state
from portal.organizations.models import Organization
from programs.catalog.models import Condition, Round
from programs.screening.whatif_thresholds import thresholds_of
from tests.factories.facts import FOUNDED, on_file, qualification, right
from tests.factories.intake import decided, draft, official, open_round, submitted
from tests.factories.organizations import OrganizationFactory, member
from tests.programs.screening.situations import INTENSITY, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 04:00:00+00:00", tick=False)


CAPITAL = {"fact": "registered_capital", "op": "at_least", "value": "1000000"}


def round_with_test(test: Any = INTENSITY) -> Round:
    round_ = open_round(reference_year=2026)
    Condition.objects.filter(round=round_).delete()
    Condition.objects.create(round=round_, test=test, sentence="强度", sentence_en="Intensity")
    return round_


def capital(firm: Organization, yuan: int, since: date) -> None:
    state(firm.pk, {("registered_capital", None): yuan}, since=since, origin=Origin.REGISTER, by=None)


def applied(round_: Round, percent: int | None, action: str = "approve") -> Organization:
    """A firm of this intensity whose application was decided."""
    known = {} if percent is None else {"revenue_2025": 10_000_000, "rd_expense_2025": percent * 100_000}
    firm = on_file(OrganizationFactory(founded_on=FOUNDED), **known)
    decided(submitted(draft(round_, member(firm))), "accept", action)
    return firm


def page(round_: Round, percent: str, more: str = "") -> str:
    address = thresholds_of(round_.conditions.select_related("clause__document"))[0].address
    return reverse("dry_run", args=["round", round_.pk]) + f"{more}?{address}={percent}"


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:1500]
    return " ".join(response.content.decode().split())


def test_past_applications_flip_both_ways_with_reasons() -> None:
    round_ = round_with_test()
    two, four, _nine, _unknown = (applied(round_, percent) for percent in (2, 4, 9, None))
    client = signed_in(official())
    looser = text(client, page(round_, "1"))
    assert two.name in looser
    assert four.name not in looser
    assert "÷" in looser
    tighter = text(client, page(round_, "5") + "&show=lost")
    assert four.name in tighter
    assert two.name not in tighter
    assert Entry.objects.filter(verb="opened", subject_id=four.pk).exists()


def test_files_count_as_of_the_day_of_handing_in(time_machine: Any) -> None:
    round_ = round_with_test(CAPITAL)
    firm = on_file(OrganizationFactory(founded_on=FOUNDED))
    capital(firm, 500_000, date(2026, 1, 1))
    decided(submitted(draft(round_, member(firm))), "accept", "approve")
    time_machine.move_to("2026-12-22 04:00:00+00:00", tick=False)
    capital(firm, 3_000_000, date(2026, 12, 1))
    assert firm.name in text(signed_in(official()), page(round_, "400000"))


def test_the_dry_run_can_be_taken_along() -> None:
    round_ = round_with_test()
    two = applied(round_, 2, "decline")
    sheet = signed_in(official()).get(page(round_, "1", "export/") + "&format=csv").content.decode()
    assert two.name in sheet
    assert "÷" in sheet
    assert Entry.objects.filter(verb="exported", subject_id=two.pk).exists()


def test_the_export_is_offered_once_a_number_is_changed() -> None:
    round_ = round_with_test()
    client = signed_in(official())
    unchanged = text(client, reverse("dry_run", args=["round", round_.pk]))
    assert "/export/" not in unchanged
    assert "The newest 2,000 decisions" in unchanged
    assert "/export/" in text(client, page(round_, "1"))
    assert "1%（已改，放宽2个百分点）" in text(signed_in(official(), "zh-hans"), page(round_, "1"))


def test_others_do_not_see_it() -> None:
    round_ = round_with_test()
    for who in (member(), None):
        client = signed_in(who) if who else Client()
        status = 404 if who else 302
        assert client.get(page(round_, "1")).status_code == status
        assert client.get(page(round_, "1", "export/")).status_code == status


def test_the_page_asks_a_fixed_number_of_queries() -> None:
    round_ = round_with_test()
    client = signed_in(official())
    applied(round_, 2)
    text(client, page(round_, "1"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            text(client, page(round_, "1"))
        return len(found)

    one = queries()
    applied(round_, 2)
    applied(round_, 2)
    assert queries() == one


def test_several_files_read_as_each_alone() -> None:
    today = timezone.localdate()
    firms = [on_file(OrganizationFactory(founded_on=FOUNDED), revenue_2025=n * 1000) for n in (1, 2)]
    qualification(firms[0], holds_to=date(2025, 1, 1))
    right(firms[1])
    pairs = [(firm.pk, day) for firm in firms for day in (today, date(2024, 6, 1), date(2020, 1, 1))]
    found = files_of(pairs)
    for pk, day in pairs:
        alone = read(Organization.objects.get(pk=pk), day)
        mine = found[(pk, day)]
        assert mine.values == alone.values
        assert (mine.rights, mine.qualifications) == (alone.rights, alone.qualifications)
        assert (mine.credits, mine.supports, mine.shareholders) == ((), (), ())
