"""Where a person is signed in, and how that ends."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "usersessions_list"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"


@pytest.fixture
def person():
    return UserFactory(language="en")


def sign_in(person, agent: str = WINDOWS, address: str = "203.0.113.7") -> Client:
    client = Client(headers={"accept-language": "en", "user-agent": agent}, REMOTE_ADDR=address)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("account_settings")).status_code == 200


def test_devices_are_listed_with_address_and_the_own_one_marked(person):
    desk = sign_in(person)
    sign_in(person, "Mozilla/5.0 (iPhone) MicroMessenger/8.0", "198.51.100.9")
    page = desk.get(reverse(PAGE)).content.decode()
    assert page.index("Chrome · Windows") < page.index("WeChat · iPhone")
    assert "198.51.100.9" in page
    assert page.count("This device") == 1


def test_one_device_is_signed_out(person):
    desk, phone, tablet = (sign_in(person) for _time in range(3))
    row = UserSession.objects.get(session_key=phone.session.session_key)
    desk.post(reverse(PAGE), {"session": row.pk})
    assert [is_in(client) for client in (desk, phone, tablet)] == [True, False, True]


def test_all_other_devices_are_signed_out(person):
    desk, phone, tablet = (sign_in(person) for _time in range(3))
    desk.post(reverse(PAGE), {"session": "others"})
    assert [is_in(client) for client in (desk, phone, tablet)] == [True, False, False]


@pytest.mark.parametrize("number", ["", "x", "²", "-1"])
def test_nonsense_ends_nothing(person, number):
    desk = sign_in(person)
    assert desk.post(reverse(PAGE), {"session": number}).status_code == 404
    assert is_in(desk)


def test_device_of_somebody_else_is_404(person):
    desk, other = sign_in(person), UserFactory()
    stranger = sign_in(other)
    row = UserSession.objects.get(user=other)
    assert desk.post(reverse(PAGE), {"session": row.pk}).status_code == 404
    assert is_in(stranger)


def test_new_password_signs_out_everywhere_else(person):
    desk, phone = sign_in(person), sign_in(person)
    new = {"oldpassword": PASSWORD, "password1": "juniper-cloud-8812", "password2": "juniper-cloud-8812"}
    desk.post(reverse("account_change_password"), new)
    assert [is_in(desk), is_in(phone)] == [True, False]
    assert UserSession.objects.filter(user=person).count() == 1


def test_signing_out_takes_the_device_off_the_list(person):
    desk, phone = sign_in(person), sign_in(person)
    phone.post(reverse("account_logout"))
    desk.get(reverse(PAGE))
    assert UserSession.objects.filter(user=person).count() == 1


def test_list_has_a_fixed_number_of_queries(person):
    desk = sign_in(person)
    desk.get(reverse(PAGE))
    with CaptureQueriesContext(connection) as one:
        desk.get(reverse(PAGE))
    for _time in range(2):
        sign_in(person)
    with CaptureQueriesContext(connection) as three:
        assert desk.get(reverse(PAGE)).content.count(b"<tr>") == 4
    assert len(one) == len(three)
