import pytest
from django.utils import translation
from rest_framework.test import APIClient

from portal.api.problems import pointer

pytestmark = [pytest.mark.urls("tests.portal.api.views"), pytest.mark.django_db]
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def client() -> APIClient:
    return APIClient(raise_request_exception=False)


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("refused", 409, "urn:kechuang:problem:refused"),
        ("missing", 404, "about:blank"),
        ("denied", 403, "about:blank"),
        ("suspicious", 400, "about:blank"),
        ("model", 400, "urn:kechuang:problem:validation"),
    ],
)
def test_every_exception_becomes_a_problem(client, name, status, code):
    response = client.get(f"/api/raises/{name}/", **ENGLISH)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert (response.json()["status"], response.json()["type"]) == (status, code)


def test_a_refusal_says_its_sentence(client):
    assert client.get("/api/raises/refused/").json()["detail"] == "轮次已截止。"


def test_a_missing_object_does_not_say_what_is_missing(client):
    assert "secret" not in client.get("/api/raises/missing/").content.decode()


def test_a_defect_is_not_dressed_up(client):
    assert client.get("/api/raises/defect/").status_code == 500


def test_validation_points_into_the_request(client):
    response = client.post("/api/orders/", {"lines": [{"amount": "1"}, {"amount": "x"}]}, "json", **ENGLISH)
    assert response.json() == {
        "type": "urn:kechuang:problem:validation",
        "title": "The request is not right",
        "status": 400,
        "detail": "Some entries need a change.",
        "errors": [
            {"field": "/name", "code": "required", "message": "This field is required."},
            {"field": "/lines/1/amount", "code": "invalid", "message": "A valid number is required."},
        ],
    }


def test_validation_of_the_whole_points_at_the_whole(client):
    errors = client.post("/api/orders/", {"name": "whole", "lines": []}, "json", **ENGLISH).json()["errors"]
    assert errors == [{"field": "", "code": "conflict", "message": "Not together."}]


def test_validation_of_a_model_points_at_its_fields(client):
    assert client.get("/api/raises/model/").json()["errors"] == [
        {"field": "/a~1b", "code": "no", "message": "No."},
        {"field": "", "code": "invalid", "message": "Never."},
    ]


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("get", "/api/private/", {}, 401),
        ("delete", "/api/orders/", {}, 405),
        ("get", "/api/private/?format=xml", {}, 404),
        ("get", "/api/private/", {"HTTP_ACCEPT": "text/csv"}, 406),
        ("post", "/api/orders/", {"data": "<a/>", "content_type": "text/xml"}, 415),
        ("post", "/api/orders/", {"data": "{", "content_type": "application/json"}, 400),
    ],
)
def test_what_the_framework_refuses_is_a_problem_too(client, method, path, options, status):
    response = getattr(client, method)(path, **options)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["status"] == status


def test_sign_in_is_asked_for_with_its_scheme(client):
    assert client.get("/api/private/")["WWW-Authenticate"].startswith("Basic")


def test_messages_follow_the_language_of_the_request(client):
    with translation.override("zh-hans"):
        chinese = client.post("/api/orders/", {}, "json", HTTP_ACCEPT_LANGUAGE="zh-hans").json()
    assert (chinese["title"], chinese["detail"]) == ("请求有误", "有几处需要修改。")


def test_sign_in_attempts_are_counted_per_address(client):
    def attempt(turn: int) -> int:
        # A forged forwarding header is nobody's address.
        mail, forged = {"email": f"{turn}@example.com"}, f"10.0.0.{turn}"
        return client.post("/api/sign-in/", mail, "json", HTTP_X_FORWARDED_FOR=forged).status_code

    assert [attempt(turn) for turn in range(21)] == [200] * 20 + [429]


def test_pointer_escapes():
    assert pointer([]) == ""
    assert pointer(["a/b", 0, "c~d"]) == "/a~1b/0/c~0d"
