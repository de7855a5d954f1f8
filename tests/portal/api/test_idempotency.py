import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from portal.accounts.models import Department, User
from portal.api.idempotency import _lock
from portal.api.models import IdempotentReply
from portal.reference.models import Region

pytestmark = [pytest.mark.urls("tests.portal.api.views")]


def signed_in(email: str = "a@example.com") -> APIClient:
    Region.objects.get_or_create(code="310000", defaults={"name": "上海市", "level": "province"})
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(User.objects.get_or_create(email=email)[0])
    return client


@pytest.fixture
def client(db: None) -> APIClient:
    return signed_in()


def make(client: APIClient, code: str = "a", key: str = "k", path: str = "/api/make/", **headers: str):
    return client.post(path, {"code": code}, "json", HTTP_IDEMPOTENCY_KEY=key, **headers)


def test_the_same_request_gets_the_first_answer(client):
    first, second = make(client), make(client)
    assert (first.status_code, first["Location"]) == (201, "/x/")
    assert (second.status_code, second["Location"], second.content) == (201, "/x/", first.content)
    assert second["Content-Type"] == "application/json"
    assert (first.headers.get("Idempotency-Replayed"), second["Idempotency-Replayed"]) == (None, "true")
    assert Department.objects.count() == 1


def test_another_body_under_the_same_key_is_refused(client):
    make(client)
    assert make(client, "b").status_code == 422
    assert make(client, "a", HTTP_X_ACTING_AS="self").status_code == 422
    assert Department.objects.count() == 1


def test_a_key_belongs_to_person_and_path(client):
    make(client)
    assert make(signed_in("b@example.com"), "b").status_code == 201
    assert IdempotentReply.objects.count() == 2


def test_a_refusal_is_an_answer_too(client):
    assert make(client, "refused").status_code == 409
    again = make(client, "refused")
    assert (again.status_code, again["Content-Type"]) == (409, "application/problem+json")
    assert again.json()["detail"] == "不行。"


def test_a_defect_leaves_neither_effect_nor_answer(client):
    assert make(client, "defect").status_code == 500
    assert not Department.objects.exists()
    assert not IdempotentReply.objects.exists()


def test_what_the_database_refuses_leaves_neither_effect_nor_answer(client):
    assert make(client, "too far").status_code == 400
    assert not Department.objects.exists()
    assert not IdempotentReply.objects.exists()


def test_answers_with_secrets_are_never_kept(client):
    assert make(client, path="/api/make-secret/").status_code == 201
    assert not IdempotentReply.objects.exists()


def test_an_upload_is_compared_by_content(client):
    def send(content: bytes):
        data = {"code": "a", "file": SimpleUploadedFile("a.txt", content)}
        return client.post("/api/make/", data, "multipart", HTTP_IDEMPOTENCY_KEY="k")

    assert send(b"x").status_code == 201
    assert (send(b"x").status_code, send(b"y").status_code) == (201, 422)


def test_an_answer_is_forgotten_after_a_day(client):
    make(client)
    make(signed_in("b@example.com"), "b")
    IdempotentReply.objects.update(created_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert make(client, "c").status_code == 201
    assert IdempotentReply.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb"])
def test_a_key_that_is_none_is_refused(client, key):
    assert make(client, key=key).json()["errors"][0]["field"] == "/Idempotency-Key"


def test_without_a_key_or_a_person_nothing_is_kept(client):
    assert client.post("/api/make/", {"code": "a"}, "json").status_code == 201
    assert make(APIClient()).status_code in {401, 403}
    assert not IdempotentReply.objects.exists()


def test_a_request_still_under_way_is_said_so(transactional_db):
    client = signed_in()
    held, done = threading.Event(), threading.Event()

    def first() -> None:
        person = User.objects.get()
        with transaction.atomic():
            _lock(IdempotentReply(person=person, method="POST", path="/api/make/", key="k"))
            held.set()
            done.wait(10)
        connections.close_all()

    thread = threading.Thread(target=first)
    thread.start()
    held.wait(10)
    assert make(client).status_code == 409
    done.set()
    thread.join()
    assert make(client).status_code == 201


def test_two_requests_at_once_have_one_effect(transactional_db):
    """Two connections, one key: the effect happens once, whoever is second hears so or gets the answer."""
    signed_in()
    answers, start = [], threading.Barrier(2)

    def ask() -> None:
        client = signed_in()
        start.wait(10)
        answers.append(make(client).status_code)
        connections.close_all()

    threads = [threading.Thread(target=ask) for _thread in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) in ([201, 201], [201, 409])
    assert Department.objects.count() == IdempotentReply.objects.count() == 1


def test_after_a_crash_the_same_request_does_it(transactional_db):
    """A request that loses the database on the way leaves neither effect nor answer."""
    client = signed_in()
    assert make(client, HTTP_X_SEVERED="1").status_code == 500
    connections.close_all()
    assert not Department.objects.exists()
    first, again = make(client), make(client)
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (201, 201, "true")
    assert Department.objects.count() == 1
