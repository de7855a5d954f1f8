import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.inbox.models import CalendarDay, CalendarYear
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

TEXT = "day,is_workday,name\r\n2027-01-01,0,元旦\r\n"
IMPORT = "admin:inbox_calendarday_import"


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(admin=True))
    client.cookies["django_language"] = "en"
    return client


def page_of(client, year):
    return client.get(reverse("calendar_year", args=[year])).content.decode()


def test_a_year_lists_its_days_in_words(client):
    client.cookies["django_language"] = "en"
    page = page_of(client, 2026)
    assert "14 February" in page
    assert "working day" in page
    assert "day off" in page
    assert "国务院办公厅关于2026年部分节假日安排的通知" in page
    assert "not announced" not in page
    assert "not announced or not entered yet" in page_of(client, 2027)
    with time_machine.travel("2026-11-21T09:00:00+08:00", tick=False):
        assert client.get(reverse("calendar")).context["year"] == 2026


def test_months_add_up(client):
    months = client.get(reverse("calendar_year", args=[2026])).context["months"]
    assert sum(month.working + month.off for month in months) == 365
    assert (months[1].working, months[9].working) == (16, 18)


@pytest.mark.parametrize("year", [0, 1999, 2101, 99999])
def test_years_nobody_counts_in_are_not_there(client, year):
    assert client.get(reverse("calendar_year", args=[year])).status_code == 404


def test_a_year_costs_the_same_however_many_days(client, django_assert_num_queries):
    for year in (2027, 2026):
        with django_assert_num_queries(3):
            page_of(client, year)


def test_a_file_is_looked_at_before_it_is_entered(admin):
    seen = admin.post(reverse(IMPORT), {"file": SimpleUploadedFile("c.csv", TEXT.encode())})
    assert "1 day will be entered." in seen.content.decode()
    assert not CalendarDay.objects.filter(day__year=2027).exists()
    answer = admin.post(reverse(IMPORT), {"content": seen.context["content"]}, follow=True)
    assert "1 day is entered." in answer.content.decode()
    assert CalendarDay.objects.get(day__year=2027).name == "元旦"
    again = admin.post(reverse(IMPORT), {"file": SimpleUploadedFile("c.csv", TEXT.encode("gb18030"))})
    assert "holds all of this already" in again.content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (TEXT.replace("0,", "?,").encode(), "1 line is wrong."),
        (b"\x00\xff\x00", "not a text in UTF-8"),
        (b"day\n", "The first line must be: day,is_workday,name"),
        (b"x" * 600_000, "too large"),
        (b"", "empty"),
    ],
)
def test_a_wrong_file_is_answered_in_words(admin, content, sentence):
    page = admin.post(reverse(IMPORT), {"file": SimpleUploadedFile("c.csv", content)}).content.decode()
    assert sentence in page
    assert not CalendarDay.objects.filter(day__year=2027).exists()


def test_what_is_sent_back_wrong_is_refused(admin):
    page = admin.post(reverse(IMPORT), {"content": TEXT.replace("0,", "?,")}).content.decode()
    assert "nothing was entered" in page


def test_the_calendar_is_saved_as_a_file(admin):
    saved = admin.get(reverse("admin:inbox_calendarday_export"))
    assert saved["Content-Type"] == "text/csv; charset=utf-8"
    assert "2026-02-14,1," in saved.content.decode()


@pytest.mark.parametrize("name", ["import", "export", "misplaced"])
def test_only_the_administration_enters_the_calendar(client, name):
    address = reverse(f"admin:inbox_calendarday_{name}")
    assert client.get(address).status_code == 302
    client.force_login(UserFactory(is_staff=True))
    assert client.get(address).status_code == 403


def test_an_edit_is_in_the_history_in_words(admin):
    day = CalendarDay.objects.create(day="2027-01-01", is_workday=False, name="元旦")
    admin.post(reverse("admin:inbox_calendarday_change", args=[day.pk]), {"is_workday": "on", "name": "元旦"})
    assert LogEntry.objects.get().change_message == "day off (元旦) → working day (元旦)"


def test_a_year_without_days_is_not_confirmed(admin):
    filled = {"year": 2027, "source": "国办发明电〔2026〕9号"}
    address = reverse("admin:inbox_calendaryear_add")
    assert "No day of 2027 is entered yet" in admin.post(address, filled).content.decode()
    CalendarDay.objects.create(day="2027-01-01", is_workday=False)
    admin.post(address, filled)
    assert CalendarYear.objects.get(year=2027).source == filled["source"]
