from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import translation

from portal.api.problems import Refused
from portal.inbox import calendar_file
from portal.inbox.models import CalendarDay
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

NEW_YEAR = "day,is_workday,name\n2027-01-01,0,元旦\n2027/1/3,是,元旦调休上班\n\n"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def entered():
    rows = CalendarDay.objects.filter(day__year=2027).order_by("day")
    return [(row.day.isoformat(), row.is_workday, row.name) for row in rows]


def test_a_file_is_entered_once():
    lines = calendar_file.read("\ufeff" + NEW_YEAR)
    assert [line.is_new for line in lines] == [True, True]
    assert entered() == []  # looking changes nothing
    admin = UserFactory(admin=True)
    assert calendar_file.write(lines, admin) == 2
    expected = [("2027-01-01", False, "元旦"), ("2027-01-03", True, "元旦调休上班")]
    assert entered() == expected
    again = calendar_file.read(NEW_YEAR)
    assert [line.is_new or line.is_change for line in again] == [False, False]
    assert calendar_file.write(again, admin) == 0
    assert calendar_file.write(lines, admin) == 2  # looked at before, entered twice: the same rows
    assert entered() == expected


def test_a_change_is_in_the_history_of_the_day():
    CalendarDay.objects.create(day=date(2027, 1, 1), is_workday=True, name="")
    admin = UserFactory(admin=True)
    calendar_file.write(calendar_file.read(NEW_YEAR), admin)
    day = CalendarDay.objects.get(day=date(2027, 1, 1))
    entry = LogEntry.objects.get(object_id=str(day.pk), content_type__model="calendarday")
    assert (entry.user, entry.change_message) == (admin, "From a file: working day → day off (元旦)")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2027-13-01,0,x", "“2027-13-01” is no day. Write it as 2027-01-01."),
        ("1.1.27,0,x", "“1.1.27” is no day. Write it as 2027-01-01."),
        ("2027-01-02,maybe,x", "Write 1 for a working day and 0 for a day off."),
        ("2027-01-02,0", "A line has three values: day, is_workday, name."),
        (f"2027-01-02,0,{'x' * 61}", "The name is longer than 60 characters."),
        ("2027-01-01,0,元旦", "This day stands in the file twice."),
    ],
)
def test_each_line_says_its_error_and_nothing_is_entered(line, sentence):
    lines = calendar_file.read(f"{NEW_YEAR}{line}\n")
    assert [found.error for found in lines] == ["", "", sentence]
    assert lines[-1].number == 5
    with pytest.raises(Refused, match="nothing was entered"):
        calendar_file.write(lines, UserFactory(admin=True))
    assert entered() == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The first line must be"),
        ("Datum;frei\n", "The first line must be"),
        ("x" * 200_000, "no CSV file"),
    ],
)
def test_what_is_no_calendar_is_refused(text, sentence):
    with pytest.raises(Refused, match=sentence):
        calendar_file.read(text)


def test_a_file_of_endless_length_is_refused():
    with pytest.raises(Refused, match="more than 5000 lines"):
        calendar_file.read("day,is_workday,name\n" + "2027-01-01,0,x\n" * 5001)


def test_what_is_saved_can_be_entered_again():
    CalendarDay.objects.create(day=date(2027, 1, 1), is_workday=False, name='=1+1,"x"')
    text = calendar_file.written(CalendarDay.objects.all())
    assert "'=1+1" in text
    lines = calendar_file.read(text)
    assert len(lines) == CalendarDay.objects.count()
    assert [line for line in lines if line.error or line.is_new or line.is_change] == []
