"""Pages about the portal, the reader's choices, the error pages."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from portal.ui import views

PAGES = ["/help/", "/contact/", "/accessibility/", "/robots.txt"]


@pytest.mark.parametrize("path", PAGES)
def test_page_needs_no_query(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    with django_assert_num_queries(0):
        assert client.get(path).status_code == 200


def test_contact_shows_the_configured_line(client: Client, db: None, settings: Settings) -> None:
    settings.SUPPORT_CONTACT = "021-0000 0000"
    assert "021-0000 0000" in client.get("/contact/").text


def test_theme_is_kept_in_a_cookie_and_returns_to_the_page(client: Client) -> None:
    response = client.post("/theme/", {"theme": "dark", "next": "/help/"})
    assert (response.url, response.cookies["theme"].value) == ("/help/", "dark")


def test_theme_chosen_is_on_the_document(client: Client, db: None) -> None:
    client.cookies["theme"] = "dark"
    page = client.get("/help/").text
    assert '<html lang="zh-Hans-CN" data-bs-theme="dark">' in page
    assert 'media="screen"' in page


def test_theme_light_links_no_dark_colors(client: Client, db: None) -> None:
    client.cookies["theme"] = "light"
    assert "dark.css" not in client.get("/help/").text


def test_theme_of_the_device_is_a_media_query(client: Client, db: None) -> None:
    assert "screen and (prefers-color-scheme: dark)" in client.get("/help/").text


@pytest.mark.parametrize("chosen", ["", "purple"])
def test_theme_unknown_forgets_the_choice(client: Client, chosen: str) -> None:
    assert client.post("/theme/", {"theme": chosen}).cookies["theme"].value == ""


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_theme_returns_only_to_this_site(client: Client, target: str) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": target}).url == "/"


def test_language_is_switched_by_a_form(client: Client, db: None) -> None:
    client.post(reverse("set_language"), {"language": "en", "next": "/help/"})
    assert '<html lang="en"' in client.get("/help/").text


def test_not_found_is_a_page(client: Client, db: None) -> None:
    response = client.get("/no/such/page/")
    assert (response.status_code, "没有这个页面" in response.text) == (404, True)


def test_not_found_of_the_api_is_a_problem(client: Client, db: None) -> None:
    response = client.get("/api/v1/no-such-thing/")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.bad_request, 400), (views.forbidden, 403), (views.too_many_requests, 429)],
)
def test_error_page_has_its_status(rf: RequestFactory, db: None, view: Any, status: int) -> None:
    assert view(rf.get("/"), Exception()).status_code == status


def test_server_error_needs_no_database(rf: RequestFactory) -> None:
    response = views.server_error(rf.get("/"))
    assert (response.status_code, "本站出了问题" in response.text) == (500, True)


def test_server_error_of_the_api_is_a_problem(rf: RequestFactory) -> None:
    assert views.server_error(rf.get("/api/v1/rounds/"))["Content-Type"] == "application/problem+json"


def test_csrf_failure_says_that_nothing_was_sent(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"})
    assert (response.status_code, "这张表单打开太久了" in response.text) == (403, True)


def test_csrf_failure_of_the_api_is_a_problem(rf: RequestFactory) -> None:
    assert views.csrf_failure(rf.post("/api/v1/x/"))["Content-Type"] == "application/problem+json"


def test_policy_is_strict_on_every_page(client: Client, db: None) -> None:
    policy = client.get("/help/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
