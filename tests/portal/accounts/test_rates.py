import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from portal.api import rates
from portal.api.models import RateWindow
from tests.factories.accounts import UserFactory, bearer

ME, PROGRAMS = "/api/v1/me/", "/api/v1/programs/"


@pytest.fixture
def few(settings):
    settings.API_RATE, settings.API_RATE_ANONYMOUS = 3, 2


@pytest.mark.django_db
def test_each_token_has_its_own_count(few):
    user = UserFactory()
    first, second = bearer(user), bearer(user)
    answers = [Client().get(ME, headers=first) for _time in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert answers[0]["RateLimit-Limit"] == "3"
    assert 1 <= int(answers[0]["RateLimit-Reset"]) <= 60
    assert answers[-1]["Retry-After"] == answers[-1]["RateLimit-Reset"]
    assert answers[-1]["Content-Type"] == "application/problem+json"
    assert "Retry-After" not in answers[0]
    assert Client().get(ME, headers=second).status_code == 200


@pytest.mark.django_db
def test_unknown_tokens_and_visitors_count_by_address(few):
    def ask(turn: int) -> int:
        headers = {"Authorization": f"Bearer kc_{turn}", "X-Forwarded-For": f"10.0.0.{turn}"}
        return Client().get(PROGRAMS, headers=headers).status_code

    assert [ask(turn) for turn in range(3)] == [401, 401, 429]
    assert Client().get(PROGRAMS).status_code == 429
    assert Client().get(PROGRAMS, REMOTE_ADDR="10.9.9.9").status_code == 200


@pytest.mark.django_db
def test_a_signed_in_person_has_a_count_of_their_own(few):
    client = Client()
    client.force_login(UserFactory())
    assert [client.get(ME).status_code for _time in range(4)] == [200, 200, 200, 429]


@pytest.mark.django_db
def test_a_window_ends_after_a_minute():
    now = timezone.now()
    assert [rates.count("x", 1, now).exceeded for _time in range(2)] == [False, True]
    assert rates.count("x", 1, now + timedelta(seconds=59)).exceeded
    assert not rates.count("x", 1, now + timedelta(seconds=60)).exceeded


@pytest.mark.django_db
def test_who_has_not_asked_for_a_day_is_forgotten():
    now = timezone.now()
    rates.count("old", 1, now - timedelta(days=1, seconds=1))
    rates.count("new", 1, now)
    assert list(RateWindow.objects.values_list("pk", flat=True)) == ["new"]


def test_no_request_at_the_same_moment_is_lost(transactional_db):
    now = timezone.now()

    def several() -> None:
        for _time in range(20):
            rates.count("x", 100, now)
        connections.close_all()

    threads = [threading.Thread(target=several) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rates.count("x", 100, now).remaining == 100 - 81


def test_a_request_that_fails_counts_too(transactional_db):
    headers = bearer(UserFactory()) | {"Idempotency-Key": "k"}
    with transaction.atomic():
        pass  # nothing of ours is open: the count is committed by itself
    Client(raise_request_exception=False).post("/api/v1/organizations/", {}, headers=headers)
    assert RateWindow.objects.get(pk__startswith="token").count == 1


@pytest.mark.django_db
def test_plain_http_is_refused_and_not_redirected(settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get(PROGRAMS)
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert Client().get(PROGRAMS, secure=True).status_code == 200
    assert Client().get("/programs/").status_code == 301
