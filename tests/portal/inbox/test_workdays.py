from datetime import UTC, date, datetime

import pytest

from portal.inbox import calendar_seed
from portal.inbox.models import CalendarDay, CalendarYear
from portal.inbox.workdays import (
    Workdays,
    add_workdays,
    calendar_confirmed,
    calendar_warning,
    end_of_day,
    is_workday,
    office_hours_end,
    unconfirmed_years,
    workdays_between,
)

pytestmark = pytest.mark.django_db

# The announcement for 2026: Spring Festival is off from 15 to 23 February; 14 and 28 February are worked.
FEBRUARY = {14: True, 15: False, 16: False, 20: False, 23: False, 24: True, 28: True}


@pytest.mark.parametrize(("day", "works"), FEBRUARY.items())
def test_is_workday_follows_the_announcement(day, works):
    assert is_workday(date(2026, 2, day)) is works


def test_add_workdays_skips_holidays_and_counts_make_up_days():
    assert add_workdays(date(2026, 2, 13), 3) == date(2026, 2, 25)


def test_add_workdays_of_nothing_is_the_day_itself():
    assert add_workdays(date(2026, 2, 15), 0) == date(2026, 2, 15)


def test_add_workdays_refuses_a_negative_period():
    with pytest.raises(ValueError, match="negative"):
        add_workdays(date(2026, 2, 15), -1)


def test_first_day_counts_when_the_setting_says_so(settings):
    settings.FIRST_DAY_COUNTS = True
    assert add_workdays(date(2026, 11, 20), 1) == date(2026, 11, 20)
    assert add_workdays(date(2026, 11, 21), 1) == date(2026, 11, 23)


def test_admins_table_wins():
    CalendarDay.objects.create(day=date(2026, 11, 24), is_workday=False, name="台风停工")
    assert add_workdays(date(2026, 11, 23), 1) == date(2026, 11, 25)


def test_between_counts_the_last_day_and_is_negative_when_late():
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert [workdays_between(friday, monday), workdays_between(monday, friday)] == [1, -1]
    assert workdays_between(friday, friday) == 0


def test_left_counts_days_of_shanghai():
    late_friday = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # already Saturday there
    assert Workdays().left(end_of_day(date(2026, 11, 23)), late_friday) == 1


def test_one_query_serves_a_list(django_assert_num_queries):
    days = Workdays()
    with django_assert_num_queries(1):
        assert [days.add(date(2026, month, 1), 20).month for month in (3, 6, 9)] == [3, 6, 9]


@pytest.mark.parametrize("year", [2027, 2031, 9000])
def test_years_without_data_follow_the_week(year):
    day = date(year, 1, 1)
    assert is_workday(day) is (day.weekday() < 5)
    assert workdays_between(day, add_workdays(day, 250)) == 250


def test_warning_names_the_years_not_entered(django_assert_num_queries):
    assert [calendar_confirmed(year) for year in (2025, 2026, 2027)] == [True, True, False]
    assert calendar_warning([date(2026, 12, 31)]) == ""
    with django_assert_num_queries(1):
        assert "2027, 2028" in calendar_warning([date(2026, 1, 1), date(2028, 1, 1), date(2027, 1, 4)])


def test_unconfirmed_years_are_those_of_the_period():
    assert unconfirmed_years(date(2025, 1, 1), date(2026, 12, 31)) == []
    assert unconfirmed_years(date(2026, 12, 1), date(2028, 1, 1)) == [2027, 2028]


def test_the_next_working_day_is_the_day_itself_where_offices_work():
    holiday, made_up = date(2026, 10, 1), date(2026, 10, 10)
    assert [Workdays().next(day) for day in (holiday, made_up)] == [date(2026, 10, 8), made_up]


def test_deadlines_end_in_shanghai():
    assert end_of_day(date(2026, 11, 21)) == datetime(2026, 11, 21, 15, 59, 59, tzinfo=UTC)
    assert office_hours_end(date(2026, 11, 21)) == datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_seed_keeps_what_the_admin_edited():
    CalendarDay.objects.filter(day=date(2026, 2, 14)).delete()
    CalendarYear.objects.filter(year=2025).delete()
    CalendarDay.objects.filter(day=date(2025, 10, 1)).update(is_workday=True)
    calendar_seed.seed()
    assert not CalendarDay.objects.filter(day=date(2026, 2, 14)).exists()
    assert CalendarDay.objects.get(day=date(2025, 10, 1)).is_workday
    assert calendar_confirmed(2025)


def test_seed_has_the_eleven_holidays_of_a_year():
    names = set(CalendarDay.objects.filter(day__year=2026, is_workday=False).values_list("name", flat=True))
    assert names == {"元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节"}
