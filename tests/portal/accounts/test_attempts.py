"""How often a password may be tried: per address, per account and network, per account, per known device."""

import pytest
import redis
from django.conf import settings as live_settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.accounts import attempts, devices
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
WRONG = "wrong-password"
TOO_MANY = "Too many attempts."


def browser(address: str = "203.0.113.7") -> Client:
    return Client(headers={"accept-language": "en"}, REMOTE_ADDR=address)


def tried(client: Client, login: str, password: str = WRONG) -> str:
    """The words of the page, or where it led."""
    answer = client.post(reverse("account_login"), {"login": login, "password": password})
    return answer.get("Location") or answer.content.decode()


def fail(client: Client, login: str, times: int) -> str:
    return [tried(client, login) for _time in range(times)][-1]


@pytest.fixture
def person():
    return UserFactory(email="known@firm.example", language="en")


def test_sixth_try_from_a_network_is_refused_even_with_the_password(person):
    assert TOO_MANY not in fail(browser(), person.email, 5)
    assert TOO_MANY in tried(browser(), person.email, PASSWORD)
    assert TOO_MANY in tried(browser("203.0.113.8"), person.email, PASSWORD), "the same network"


def test_stranger_in_another_network_cannot_lock_the_owner_out(person):
    assert TOO_MANY in fail(browser("198.51.100.1"), person.email, 6)
    assert tried(browser("203.0.113.7"), person.email, PASSWORD) == reverse("dashboard")


def test_device_known_from_before_passes_when_the_whole_account_is_full(person, monkeypatch):
    monkeypatch.setitem(attempts.RATES, "sign_in_account", "3/h/key")
    owner = browser("203.0.113.7")
    assert tried(owner, person.email, PASSWORD) == reverse("dashboard")
    owner.post(reverse("account_logout"))
    for number in range(4):
        tried(browser(f"198.51.{number}.1"), person.email)
    assert TOO_MANY in tried(browser("192.0.2.1"), person.email, PASSWORD), "strangers are at the ceiling"
    assert tried(owner, person.email, PASSWORD) == reverse("dashboard")


def test_known_device_has_a_limit_too(person):
    owner = browser()
    tried(owner, person.email, PASSWORD)
    owner.post(reverse("account_logout"))
    assert TOO_MANY in fail(owner, person.email, 11)


def test_forged_device_is_a_stranger(person, rf):
    owner = browser()
    owner.cookies[devices.COOKIE] = f'[["{person.pk}","mark"]]:1:forged'
    assert TOO_MANY in fail(owner, person.email, 6)


def test_device_of_another_person_is_a_stranger(person):
    client = browser()
    tried(client, UserFactory(language="en").email, PASSWORD)
    client.post(reverse("account_logout"))
    assert TOO_MANY in fail(client, person.email, 6)


def test_device_is_kept_out_of_scripts_and_of_other_pages(person):
    client = browser()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    cookie = client.cookies[devices.COOKIE]
    assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, "/account/", "Lax")


def test_one_address_cannot_try_many_accounts():
    for number in range(20):
        assert TOO_MANY not in tried(browser(), f"person{number}@firm.example")
    assert TOO_MANY in tried(browser(), "person20@firm.example")


def test_right_passwords_do_not_use_the_tries_up(person):
    for _time in range(7):
        client = browser()
        assert tried(client, person.email, PASSWORD) == reverse("dashboard")


def test_new_password_starts_anew(person, rf):
    client = browser()
    assert TOO_MANY in fail(client, person.email, 6)
    attempts.forget(rf.post("/", REMOTE_ADDR="203.0.113.7"), person.email)
    assert tried(client, person.email, PASSWORD) == reverse("dashboard")


def test_unknown_and_known_accounts_are_counted_alike(person):
    for login in (person.email, "unknown@firm.example"):
        answers = [TOO_MANY in tried(browser(), login) for _time in range(6)]
        assert answers == [False] * 5 + [True]


def test_counts_hold_without_redis(person, settings):
    settings.REDIS_URL = settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    with pytest.raises(redis.ConnectionError):
        redis.Redis.from_url(live_settings.REDIS_URL).ping()
    assert TOO_MANY in fail(browser(), person.email, 6)


def test_a_flood_of_counts_does_not_push_a_count_out(person):
    assert TOO_MANY in fail(browser(), person.email, 6)
    for number in range(400):
        cache.set(f"flood-{number}", 1, 60)
    assert TOO_MANY in tried(browser(), person.email)


def test_programs_are_counted_with_the_pages(person):
    assert TOO_MANY in fail(browser(), person.email, 6)
    answer = browser().post(
        "/api/v1/auth/token/", {"email": person.email, "password": PASSWORD}, content_type="application/json"
    )
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
