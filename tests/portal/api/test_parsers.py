"""JSON that no program sends by accident."""

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory, bearer

pytestmark = pytest.mark.django_db
TOKEN = "/api/v1/auth/token/"


def post(content: str, path: str = TOKEN, **headers: str):
    return Client(headers=headers).post(path, content, content_type="application/json")


@pytest.mark.parametrize(
    "content", ["[" * 100_000, "[" * 5_000 + "]" * 5_000, '{"a":' * 30 + "1" + "}" * 30, "[" * 21 + "]" * 21]
)
@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "deep"}])
def test_what_is_nested_too_deeply_is_400(content, headers):
    person = bearer(UserFactory())
    for answer in (post(content), post(content, "/api/v1/organizations/", **person, **headers)):
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"


def test_halves_of_characters_are_dropped_wherever_they_stand():
    answer = post(
        '{"email": "\\ud800a@firm.example", "password": "wrong", "\\udfff": ["\\ud800", {"\\ud800": 1}]}'
    )
    assert answer.status_code == 401
    answer = post('{"kind": "\\ud800x", "\\ud800": 1}', "/api/v1/organizations/", **bearer(UserFactory()))
    assert "/kind" in {error["field"] for error in answer.json()["errors"]}


def test_whole_characters_stay():
    person = UserFactory()
    answer = post(f'{{"email": "{person.email}", "password": "\\ud83d\\ude00-wrong"}}')
    assert answer.status_code == 401
