import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.importing.models import ImportedList
from tests.factories.accounts import auditor, official, oneself, region
from tests.factories.organizations import code, member
from tests.portal.importing.test_working import HEAD, ONE, csv, looked_through, work
from tests.portal.organizations.test_pages import acting, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return official(rank="head", language="en")


def address(name, row):
    return reverse(name, args=[row.pk])


def test_whole_way_from_the_register_without_scripts(head):
    region()
    client = acting(head)
    assert reverse("imports") in client.get(reverse("organizations")).content.decode()
    made = client.post(reverse("imports"), {"file": csv(HEAD, ONE)}, follow=True)
    row = ImportedList.objects.get()
    assert made.redirect_chain[-1] == (address("imported_columns", row), 302)
    assert "1 line was read" in text(made)
    fields = {
        f"c{at}-{name}": own[name] or ""
        for at, own in enumerate(row.columns)
        for name in ("fact", "year", "unit")
    }
    wrong = client.post(address("imported_columns", row), fields | {"c0-fact": ""})
    assert wrong.status_code == 422
    assert "Say which column holds the credit codes." in text(wrong)
    waiting = client.post(address("imported_columns", row), fields, follow=True)
    assert "Looked through 0 of 1 rows" in text(waiting)
    assert "Look again" in text(waiting)
    work()
    looked = client.get(address("imported_list", row))
    assert "Enter 1 line" in text(looked)
    assert "CNY 31,800,000" in text(looked)
    client.post(address("imported_list", row))
    work()
    assert "Entered" in text(client.get(address("imported_list", row)))
    assert client.post(address("imported_list", row), follow=True).status_code == 200


def test_lines_that_are_wrong_are_downloaded(head):
    row = looked_through(csv(HEAD, [code(1)[:-1] + "0", "=1+1", *ONE[2:]]), head)
    response = acting(head).get(address("imported_lines", row), {"show": "wrong"})
    assert response["Content-Type"].endswith("sheet")


def test_refused_file_says_why(head):
    response = acting(head).post(reverse("imports"), {"file": csv(HEAD)})
    assert response.status_code == 422
    assert "This list is empty" in text(response)
    response = acting(head).post(reverse("imports"), {"file": SimpleUploadedFile("list.pdf", b"MZ")})
    assert (response.status_code, "Choose an XLSX or CSV file" in text(response)) == (422, True)


@pytest.mark.parametrize("who", [official, member, oneself, auditor])
def test_others_see_no_imports(head, who):
    row = looked_through(csv(HEAD, ONE), head)
    person = who()
    client = acting(oneself(person) if who is auditor else person)
    for url in (reverse("imports"), address("imported_list", row), address("imported_lines", row)):
        assert client.get(url).status_code == 404


def test_lines_take_as_many_queries_for_three_as_for_one(head):
    region()
    client = acting(head)

    def queries(*numbers):
        row = looked_through(csv(HEAD, *([code(n), f"虚构{n}", *ONE[2:]] for n in numbers)), head)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address("imported_list", row)).status_code == 200
        return len(seen)

    queries(1)
    assert queries(1) == queries(2, 3, 4)
