from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.cache import cache
from django.http import QueryDict
from icalendar import Calendar
from openpyxl import load_workbook

from portal.inbox.models import CalendarDay
from programs.catalog.services import move_deadline
from programs.finding import calendar, feeds
from programs.policies.kinds import Kind
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Shanghai
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def closing(days: float = 2, **fields):
    return RoundFactory(opens_at=NOON - 30 * DAY, closes_at=NOON + days * DAY, **fields)


def events(client, query: str = "") -> dict[str, list]:
    """The events of the feed by the id of their round."""
    answer = client.get(f"/calendar.ics?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    found: dict[str, list] = {}
    for event in Calendar.from_ical(answer.content).walk("VEVENT"):
        found.setdefault(str(event["uid"]).split("-")[1], []).append(event)
    return found


def test_a_month_shows_what_opens_and_closes_on_its_days(client) -> None:
    round_ = closing()
    RoundFactory(opens_at=NOON + 5 * DAY, closes_at=NOON + 40 * DAY)
    answer = client.get("/calendar/?month=2026-11")
    days = {day.day: day for week in answer.context["weeks"] for day in week}
    assert [(e.what, e.round) for e in days[date(2026, 11, 27)].entries] == [("closes", round_)]
    assert [e.what for e in days[date(2026, 11, 30)].entries] == ["opens"]
    assert len(days) == 42
    assert f"?round={round_.pk}" in answer.text
    december = client.get("/calendar/?month=2026-12").context["weeks"]
    assert [e.what for week in december for day in week for e in day.entries] == ["opens"]


def test_a_deadline_stands_on_the_day_in_shanghai(client) -> None:
    late = RoundFactory(
        opens_at=NOON - DAY, closes_at=datetime(2026, 11, 27, 16, 30, tzinfo=UTC)
    )  # 0:30 of the 28th
    found = calendar.entries(QueryDict(), date(2026, 11, 28), date(2026, 11, 28), NOON)
    assert [entry.round for entry in found] == [late]


def test_days_off_are_marked_by_the_working_day_calendar(client) -> None:
    CalendarDay.objects.create(day=date(2026, 11, 26), is_workday=False, name="演示假日")
    CalendarDay.objects.create(day=date(2026, 11, 28), is_workday=True, name="")
    days = {day.day.day: day for week in calendar.weeks(QueryDict(), date(2026, 11, 1), NOON) for day in week
            if day.in_month}  # fmt: skip
    assert [n for n in range(22, 30) if days[n].is_off] == [22, 26, 29]
    assert "演示假日" in client.get("/calendar/").text


def test_the_filter_of_the_list_holds_in_the_calendar(client) -> None:
    voucher = closing(program__kind="voucher")
    closing(program__kind="loan")
    RoundFactory(program__kind="voucher", opens_at=NOON + DAY, closes_at=NOON + 3 * DAY)
    answer = client.get("/calendar/?kind=voucher&phase=open&month=2026-11&nonsense=1")
    found = [e.round for week in answer.context["weeks"] for day in week for e in day.entries]
    assert {row.pk for row in found} == {voucher.pk}
    assert answer.context["query"] == "kind=voucher&phase=open"


@pytest.mark.parametrize("month", ["2026-13", "x", "1999-01", "2101-01", "2026-1"])
def test_a_month_that_does_not_exist_is_not_found(client, month: str) -> None:
    assert client.get(f"/calendar/?month={month}").status_code == 404


def test_what_closes_this_week_runs_from_monday_to_sunday(client) -> None:
    over, coming = closing(-2), closing(4)
    closing(5), closing(-3)
    context = client.get("/calendar/week/").context
    page = context["page"]
    assert [row.closes_at for row in context["later"]] == [NOON + 5 * DAY]
    assert [(row, str(phase)) for row, phase in page] == [(over, "closed"), (coming, "open")]
    assert client.get("/calendar/week/?day=nothing").status_code == 404
    assert len(client.get("/calendar/week/?day=2026-12-01").context["page"]) == 1


def test_a_busy_day_shows_three_and_links_to_its_week(client) -> None:
    for _n in range(5):
        closing()
    assert "/calendar/week/?day=2026-11-27" in client.get("/calendar/").text


def test_pages_ask_as_many_queries_for_three_rounds_as_for_one(client, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> list[int]:
        found = []
        for address in ("/calendar/", "/calendar/week/", "/calendar.ics", "/calendar/export/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    closing()
    cache.clear()
    count()
    one = count()
    closing(), closing()
    assert count() == one
    assert max(one) <= 8


def test_the_month_as_a_spreadsheet(client) -> None:
    round_ = closing(program__title="检测补贴")
    answer = client.get("/calendar/export/?month=2026-11")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][1:4] == ("截止", "检测补贴", round_.name)
    assert rows[1][6].endswith(f"/programs/{round_.program.slug}/?round={round_.pk}")


def test_a_feed_parses_to_what_went_in(client) -> None:
    title = "补贴；a,b\\c\n第二行" + "很长的名称" * 20
    round_ = closing(program=ProgramFactory(title=title[:120], kind="voucher"))
    opens, closes = events(client, "kind=voucher&language=zh-hans")[str(round_.pk)]
    assert closes["summary"] == f"截止：{title[:120]} {round_.name}"
    assert closes["dtstart"].dt == round_.closes_at
    assert opens["dtstart"].dt == round_.opens_at
    assert closes["uid"] == f"round-{round_.pk}-closes@127.0.0.1"
    assert closes["url"].endswith(f"/programs/{round_.program.slug}/?round={round_.pk}")
    assert (closes["sequence"], closes["categories"].cats) == (0, [str(Kind.VOUCHER.label)])
    raw = client.get("/calendar.ics").content
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert b"\nMETHOD:PUBLISH\r" in raw
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert b"DTSTART:20261127T040000Z" in raw


def test_a_control_character_does_not_break_the_file(client) -> None:
    round_ = closing(program__title="补贴\x07\r甲")
    _opens, closes = events(client)[str(round_.pk)]
    assert closes["summary"] == f"截止：补贴\n甲 {round_.name}"


def test_a_moved_deadline_keeps_its_identity_and_raises_its_sequence(client) -> None:
    round_ = closing()
    before = events(client)[str(round_.pk)][1]
    with time_machine.travel(NOON + HOUR, tick=False):
        move_deadline(round_.pk, NOON + 9 * DAY, "", administrator())
        after = events(client)[str(round_.pk)][1]
    assert (before["uid"], before["sequence"], after["sequence"]) == (after["uid"], 0, 1)
    assert after["dtstart"].dt == NOON + 9 * DAY
    assert before["last-modified"].dt < after["last-modified"].dt == NOON + HOUR


def test_a_feed_speaks_the_language_of_its_address(client) -> None:
    round_ = closing(program__title="服务补贴", program__title_en="Service subsidy")
    found = {
        language: str(events(client, f"language={language}")[str(round_.pk)][1]["summary"])
        for language in ("zh-hans", "zh-hant", "en", "xx")
    }
    assert found["en"] == f"Closes: Service subsidy, {round_.name_en}"
    assert found["zh-hant"] == f"截止：服務補貼 {round_.name}"
    assert found["zh-hans"] == found["xx"]


def test_what_did_not_change_is_not_sent_again(client) -> None:
    closing()
    first = client.get("/calendar.ics")
    again = client.get("/calendar.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    closing()
    assert client.get("/calendar.ics", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_drafts_and_what_is_long_over_are_left_out(client) -> None:
    closing(draft=True)
    RoundFactory(opens_at=NOON - 90 * DAY, closes_at=NOON - 40 * DAY)
    always = RoundFactory(opens_at=NOON - DAY, closes_at=None)
    assert {key: len(rows) for key, rows in events(client).items()} == {str(always.pk): 1}


def test_one_deadline_as_a_file(client) -> None:
    round_ = closing()
    answer = client.get(f"/rounds/{round_.pk}/calendar.ics")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["dtstart"].dt == round_.closes_at
    assert "attachment" in answer["Content-Disposition"]
    for other in (closing(draft=True), RoundFactory(closes_at=None)):
        assert client.get(f"/rounds/{other.pk}/calendar.ics").status_code == 404


def test_a_feed_has_no_more_than_it_may(client, monkeypatch) -> None:
    monkeypatch.setattr(feeds, "MOST", 4)
    rounds = [closing(days) for days in (3, 1, 2)]
    assert set(events(client)) == {str(rounds[1].pk), str(rounds[2].pk)}
