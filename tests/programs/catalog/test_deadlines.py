"""A deadline on a day off follows the round's rule, once; the calendar moves nothing that was announced."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.api.problems import Refused
from portal.inbox.calendar_dependents import misplaced
from portal.inbox.models import CalendarDay
from programs.catalog import services
from programs.catalog.deadlines import last_day, publication_notes
from programs.catalog.models import Extension, Round, RoundChange
from tests.factories.catalog import RoundFactory, administrator
from tests.factories.forms import FormFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
# 2026: 1 to 7 October are off, Saturday 10 October is worked, 1 October is a Thursday.
NATIONAL_DAY = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
THE_EIGHTH = datetime(2026, 10, 8, 9, 0, tzinfo=UTC)
WORKED_SATURDAY = datetime(2026, 10, 10, 9, 0, tzinfo=UTC)
SUNDAY_THERE = datetime(2026, 9, 12, 17, 0, tzinfo=UTC)  # 01:00 on Sunday in Shanghai
MONDAY_THERE = datetime(2026, 9, 13, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def autumn() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


def draft(**fields: Any) -> Round:
    round_ = RoundFactory(draft=True, **{"opens_at": NOW, "closes_at": NATIONAL_DAY} | fields)
    FormFactory(program=round_.program, complete=True)
    return round_


def published(**fields: Any) -> Round:
    return services.publish_round(draft(**fields).pk, administrator())


@pytest.mark.parametrize(
    ("rule", "planned", "announced"),
    [
        ("keep", NATIONAL_DAY, NATIONAL_DAY),
        ("next", NATIONAL_DAY, THE_EIGHTH),
        ("next", THE_EIGHTH, THE_EIGHTH),
        ("next", WORKED_SATURDAY, WORKED_SATURDAY),
        ("refuse", WORKED_SATURDAY, WORKED_SATURDAY),
        ("next", SUNDAY_THERE, MONDAY_THERE),
        ("next", None, None),
    ],
)
def test_publishing_places_the_deadline_by_the_rule(
    rule: str, planned: datetime | None, announced: datetime | None
) -> None:
    round_ = Round.objects.get(pk=published(holiday_rule=rule, closes_at=planned).pk)
    assert round_.closes_at == announced
    assert round_.planned_closes_at == (None if planned == announced else planned)


def test_publishing_refuses_a_day_off_where_the_rule_does() -> None:
    with pytest.raises(Refused, match=r"1 October 2026, 17:00 is a day off.*8 October 2026, 17:00"):
        published(holiday_rule="refuse")


def test_the_history_says_what_the_rule_moved() -> None:
    change = RoundChange.objects.get(round=published(holiday_rule="next"))
    assert (change.before, change.after) == ("2026-10-01T17:00+08:00", "2026-10-08T17:00+08:00")
    assert change.reason.startswith("Planned for 1 October 2026, 17:00, a day off")
    assert not RoundChange.objects.filter(round=published()).exists()


def test_moving_places_the_deadline_by_the_rule() -> None:
    round_ = published(holiday_rule="next", closes_at=SUNDAY_THERE)
    moved = services.move_deadline(round_.pk, NATIONAL_DAY, "", administrator())
    assert (moved.closes_at, moved.planned_closes_at) == (THE_EIGHTH, NATIONAL_DAY)
    with pytest.raises(Refused, match="present deadline"):
        services.move_deadline(round_.pk, NATIONAL_DAY, "", administrator())
    moved = services.move_deadline(round_.pk, WORKED_SATURDAY, "", administrator())
    assert (moved.closes_at, moved.planned_closes_at) == (WORKED_SATURDAY, None)


def test_moving_refuses_a_day_off_where_the_rule_does() -> None:
    round_ = published(holiday_rule="refuse", closes_at=WORKED_SATURDAY)
    with pytest.raises(Refused, match="is a day off"):
        services.move_deadline(round_.pk, NATIONAL_DAY, "", administrator())
    assert Round.objects.get(pk=round_.pk).closes_at == WORKED_SATURDAY


def test_what_was_announced_stays_when_the_calendar_changes(client: Any) -> None:
    moved, plain = published(holiday_rule="next"), published(holiday_rule="next", closes_at=THE_EIGHTH)
    kept = published(holiday_rule="keep", closes_at=THE_EIGHTH)
    assert misplaced(NOW) == []
    client.force_login(administrator())
    client.post(reverse("admin:inbox_calendarday_add"), {"day": "2026-10-08", "name": "台风停工"})
    closing = [Round.objects.get(pk=row.pk).closes_at for row in (moved, plain, kept)]
    assert closing == [THE_EIGHTH, THE_EIGHTH, THE_EIGHTH]
    the_ninth = datetime(2026, 10, 9, 9, 0, tzinfo=UTC)
    assert [(row.announced, row.computed) for row in misplaced(NOW)] == [(THE_EIGHTH, the_ninth)] * 2
    assert misplaced(THE_EIGHTH) == []


def test_an_administrator_sees_the_rounds_concerned(client: Any) -> None:
    round_ = published(holiday_rule="next")
    client.force_login(administrator())
    client.cookies["django_language"] = "en"
    CalendarDay.objects.create(day=date(2026, 10, 8), is_workday=False)
    warned = client.get(reverse("admin:inbox_calendarday_changelist")).content.decode()
    assert "1 announced deadline would fall on another day" in warned
    listed = client.get(reverse("admin:inbox_calendarday_misplaced")).content.decode()
    assert reverse("admin:catalog_round_move_deadline", args=[round_.pk]) in listed
    assert "9 October 2026, 17:00" in listed


@pytest.mark.parametrize(
    ("rule", "closes_at", "notes"),
    [
        ("next", NATIONAL_DAY, ["sets it to the next working day, 8 October 2026, 17:00"]),
        ("keep", NATIONAL_DAY, ["It is kept. The next working day is 8 October 2026, 17:00"]),
        ("refuse", NATIONAL_DAY, []),
        ("keep", THE_EIGHTH, []),
        ("keep", None, []),
        ("keep", datetime(2027, 3, 1, 9, 0, tzinfo=UTC), ["calendar of 2027 is not entered yet"]),
    ],
)
def test_publishing_says_before_what_the_calendar_does(
    rule: str, closes_at: datetime | None, notes: list[str]
) -> None:
    found = publication_notes(draft(holiday_rule=rule, closes_at=closes_at))
    assert [part in sentence for part, sentence in zip(notes, found, strict=True)] == [True] * len(notes)


def test_the_publish_page_says_so_too(client: Any) -> None:
    client.force_login(administrator())
    client.cookies["django_language"] = "en"
    round_ = draft(holiday_rule="next")
    page = client.get(reverse("admin:catalog_round_publish", args=[round_.pk])).content.decode()
    assert "Publishing sets it to the next working day" in page


def test_the_program_shows_the_moment_and_the_reason(client: Any) -> None:
    round_ = published(holiday_rule="next")
    client.cookies["django_language"] = "en"
    page = client.get(reverse("program", args=[round_.program.slug])).content.decode()
    assert "8 October 2026, 17:00" in page
    assert "Planned for 1 October 2026, 17:00, a day off" in page
    told = client.get(reverse("api_round-detail", args=[round_.pk])).json()
    assert (told["holiday_rule"], told["planned_closes_at"][:10]) == ("next", "2026-10-01")


def test_the_last_day_of_a_correction_follows_the_rule() -> None:
    holiday, after = date(2026, 10, 3), date(2026, 10, 8)
    assert last_day(RoundFactory(), holiday) == holiday
    assert last_day(RoundFactory(holiday_rule="next"), holiday) == after
    assert last_day(RoundFactory(holiday_rule="refuse"), after) == after
    with pytest.raises(Refused, match=r"3 October 2026 is a day off. The next working day is 8 October 2026"):
        last_day(RoundFactory(holiday_rule="refuse"), holiday)


def test_a_rule_never_moves_a_deadline_earlier() -> None:
    round_ = RoundFactory(closes_at=THE_EIGHTH)
    with pytest.raises(IntegrityError, match="round_moved_to_a_later_day"), transaction.atomic():
        Round.objects.filter(pk=round_.pk).update(planned_closes_at=THE_EIGHTH)


def test_stations_keep_their_time_when_the_deadline_moves_later_and_when_it_comes_earlier() -> None:
    round_ = published(closes_at=THE_EIGHTH, station_closes_at=THE_EIGHTH + timedelta(days=5))
    later = services.move_deadline(round_.pk, THE_EIGHTH + timedelta(days=3), "", administrator())
    assert later.station_closes_at == THE_EIGHTH + timedelta(days=8)
    earlier = services.move_deadline(round_.pk, THE_EIGHTH, "x", administrator())
    assert earlier.station_closes_at == THE_EIGHTH + timedelta(days=8)
    assert services.move_deadline(round_.pk, None, "", administrator()).station_closes_at is None


def test_a_station_never_closes_before_the_applicants() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        draft(closes_at=THE_EIGHTH, station_closes_at=THE_EIGHTH - timedelta(seconds=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        draft(closes_at=None, station_closes_at=THE_EIGHTH)


def test_the_page_says_what_the_deadline_means(client: Client) -> None:
    round_ = published(closes_at=THE_EIGHTH, station_closes_at=THE_EIGHTH, grace_minutes=15)
    before, shown = THE_EIGHTH - timedelta(days=3), {"Accept-Language": "en"}
    outages = [[before.isoformat(), (before + timedelta(minutes=47)).isoformat()]]
    told: dict[str, Any] = {
        "hours": 6,
        "minutes": 47,
        "outages": outages,
        "automatic": False,
        "proposed_at": before,
    }
    Extension.objects.create(round=round_, deadline=before, moves_to=THE_EIGHTH, applied_at=before, **told)
    Extension.objects.create(
        round=round_, deadline=THE_EIGHTH, moves_to=THE_EIGHTH + timedelta(days=1), **told
    )
    page = " ".join(client.get(f"/programs/{round_.program.slug}/", headers=shown).content.decode().split())
    assert page.count("could not be used for 47 minutes between") == 1
    assert "can still submit for 15 minutes after it" in page
    assert "Recommending stations close" in page
    assert "never late through a station" in page
