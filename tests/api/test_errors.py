"""Every answer of the API that is no success is a problem document, whatever refuses."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.accounts import PASSWORD, UserFactory, bearer
from tests.factories.organizations import facts

pytestmark = pytest.mark.django_db
ORGANIZATIONS = "/api/v1/organizations/"
JSON = "application/json"


def asked(method: str, path: str, **options: Any) -> Any:
    client = Client(raise_request_exception=False)
    headers = bearer(UserFactory()) | options.pop("headers", {})
    return getattr(client, method)(path, headers=headers, **options)


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("get", "/api/v1/nothing/", {}, 404),
        ("get", "/api/nothing", {}, 404),
        ("post", "/api/v2/organizations/", {}, 404),
        ("get", "/api/v1/organizations/91310114MA000000XX/", {}, 404),
        ("get", "/api/v1/messages/%00/", {}, 404),
        ("delete", ORGANIZATIONS, {}, 405),
        ("get", ORGANIZATIONS, {"headers": {"Accept": "text/html"}}, 406),
        ("post", ORGANIZATIONS, {"data": "<a/>", "content_type": "text/xml"}, 415),
        ("post", ORGANIZATIONS, {"data": "{", "content_type": JSON}, 400),
        ("post", ORGANIZATIONS, {"data": {}, "content_type": JSON}, 400),
        ("get", "/api/v1/me/", {"headers": {"X-Acting-As": "department:sh"}}, 403),
        ("get", "/api/v1/me/", {"headers": {"Authorization": "Bearer no"}}, 401),
        ("get", "/api/v1/applications/?ordering=secret", {}, 400),
        ("get", "/api/v1/applications/?fields=secret,number&cursor=x", {}, 400),
    ],
)
def test_a_refusal_is_a_problem_document(method: str, path: str, options: dict[str, Any], status: int):
    answer = asked(method, path, **options)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    document = answer.json()
    assert document["status"] == status
    assert {"type", "title"} <= set(document)


def test_too_large_a_body_is_a_problem():
    answer = Client().post(
        ORGANIZATIONS, b"x", content_type=JSON, CONTENT_LENGTH=str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    )
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


def test_a_session_without_its_csrf_token_is_a_problem():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())
    answer = client.post(ORGANIZATIONS, facts(), content_type=JSON)
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


def test_too_many_requests_are_a_problem(settings):
    settings.API_RATE_ANONYMOUS = 0
    answer = Client().get("/api/v1/programs/")
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")


def test_too_many_attempts_to_sign_in_are_a_problem():
    def attempt() -> Any:
        credentials = {"email": "a@firm.example", "password": PASSWORD}
        return Client().post("/api/v1/auth/token/", credentials, content_type=JSON)

    answer = [attempt() for _time in range(11)][-1]
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert int(answer["Retry-After"]) > 0


def test_a_defect_is_a_problem(monkeypatch):
    def broken(*_arguments: Any) -> None:
        raise RuntimeError("defect")

    monkeypatch.setattr("portal.accounts.api.MeView.get", broken)
    answer = asked("get", "/api/v1/me/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "defect" not in answer.text


# Updates that need no revision, with the reason.
NO_REVISION = {
    "api_member": "one choice of a role: whoever answers last is right, and both are in the history",
    "api_access_request": "answered once: the second answer is refused with 409",
    "api_proof": "decided once: the second decision is refused with 409",
    "api_webhook": "one owner's setting; the log shows what went where",
    "api_formal_check": "one official's notes on points: each is answered by itself, the last counts",
    "api_follow": "to follow or not, one's own",
    "api_recommender": "one choice: whoever answers last is right, and both are in the history",
    "api_upload": "a piece carries its own offset, and another is refused with 409",
    "api_saved_search": "one's own name or pause",
    "api_notification_preferences": "one's own, sent whole",
    "api_messages": "one's own mark, read or not",
    "api_message": "one's own mark, read or not",
}


def updates(resolver: URLResolver | URLPattern, prefix: str = "") -> list[tuple[str, type]]:
    """Every API view that takes PATCH or PUT, by its name."""
    path = prefix + str(resolver.pattern).removeprefix("^/")
    if isinstance(resolver, URLResolver):
        return [found for inner in resolver.url_patterns for found in updates(inner, path)]
    view = getattr(resolver.callback, "cls", None)
    if not path.startswith("api/v1/") or not (hasattr(view, "patch") or hasattr(view, "put")):
        return []
    return [(str(resolver.name), view)]


def test_every_update_starts_from_a_revision_or_says_why_not():
    found = updates(get_resolver())
    free = {name for name, view in found if not getattr(view, "revisioned", False)}
    assert free == set(NO_REVISION)
    assert {name for name, _view in found} - free == {
        "api_account",
        "api_application",
        "api_organization",
        "api_organization_file",
        "api_review",
    }
