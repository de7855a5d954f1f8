"""What is logged: a number that leads from a page to its lines, and nothing personal."""

import logging

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from portal.celery import app
from portal.operations import scrubbing, tasks_log
from tests.factories.accounts import PASSWORD, UserFactory, bearer
from tests.factories.intake import filled, submitted
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
VALUES = "林晚舟 lin@firm01.example\nDETAIL: Key (name)=(Lin Wanzhou) already exists."
NUMBER = "req-2026-11-21.0001"


def test_answer_and_lines_carry_the_same_number(client, lines):
    response = client.get(reverse("help"))
    (event,) = lines.events("request")
    assert event["request_id"] == response.headers["X-Request-ID"]
    assert (event["view"], event["method"], event["status"]) == ("help", "GET", 200)


@pytest.mark.parametrize(
    ("trusted", "told", "taken"),
    [(True, NUMBER, True), (False, NUMBER, False), (True, "x\r\ny: 1", False), (True, "a" * 65, False)],
)
def test_number_is_taken_from_a_trusted_proxy_only(client, trusted, told, taken):
    with override_settings(TRUST_PROXY=trusted):
        response = client.get(reverse("help"), headers={"X-Request-ID": told})
    assert (response.headers["X-Request-ID"] == told) is taken


def test_lines_of_one_request_do_not_carry_the_number_of_another(client, lines):
    for _again in range(2):
        client.get(reverse("help"))
    first, second = lines.events("request")
    assert first["request_id"] != second["request_id"]


def test_person_is_named_by_number(client, lines):
    user = UserFactory()
    client.force_login(user)
    client.get(reverse("dashboard"))
    assert lines.events("request")[-1]["user"] == user.pk


def test_task_carries_the_number_of_the_request_that_asked():
    headers = {}
    tasks_log.structlog.contextvars.bind_contextvars(request_id=NUMBER)
    tasks_log.carry(headers=headers)

    @app.task(bind=True, name="tests.number")
    def number(self):
        return tasks_log.structlog.contextvars.get_contextvars()

    tasks_log.structlog.contextvars.clear_contextvars()
    seen = number.apply(headers=headers).get()
    assert (seen["request_id"], seen["task"]) == (NUMBER, "tests.number")
    assert tasks_log.structlog.contextvars.get_contextvars() == {}


def test_pages_that_report_a_fault_show_the_number(client):
    response = client.get("/nothing-here/")
    assert response.headers["X-Request-ID"] in response.content.decode()


def test_an_error_is_logged_with_its_place_and_without_its_values(lines):
    try:
        raise ValueError(VALUES)
    except ValueError:
        logging.getLogger("portal.files").exception("Upload of %s failed", "林晚舟的合同.pdf")
    (event,) = lines.events()
    assert "test_logs.py" in event["exception"]
    assert {word for word in ("林", "lin@", "Wanzhou", "合同") if word in lines.text} == set()


def drive(user, password):
    """Many pages and attempts to sign in, good and bad, by page and by API."""
    client = Client(raise_request_exception=False)
    client.post(reverse("account_login"), {"login": user.email, "password": "wrong-" + password})
    client.post(reverse("account_login"), {"login": user.email, "password": password})
    application = submitted(filled())
    for address in (
        "/", "/nothing/lin@firm01.example/", f"/?q={user.name}&phone=13800001234", reverse("dashboard"),
        f"/accounts/password/reset/key/{'3-aB3dE5fG7hJ9kL1mN3pQ5rS7tU'}/", f"/applications/{application.pk}/",
    ):  # fmt: skip
        client.get(address)
    client.get(f"/faulty/?name={user.name}")
    client.post(reverse("account_reset_password"), {"email": user.email})
    client.post(
        reverse("account_signup"),
        {"name": "林晚舟", "email": "new@firm.example", "password1": PASSWORD, "agree": "on"},
    )
    for headers in (bearer(user), {"Authorization": "Bearer kc_aB3dE5fG7hJ9kL1mN3pQ5rS7tU"}):
        client.get("/api/v1/applications/?search=林晚舟", headers=headers)
        client.post(
            "/api/v1/applications/", {"note": user.email}, content_type="application/json", headers=headers
        )


def test_no_line_holds_personal_data(lines, settings):
    settings.ROOT_URLCONF = "tests.portal.operations.faulty_urls"
    user = member(user=UserFactory(phone="13800001234", name="林晚舟", email="lin@firm01.example")).user
    drive(user, PASSWORD)
    secrets = ["林", "lin@", "firm01", "13800001234", PASSWORD, "aB3dE5fG7hJ9", "new@firm", "?", "nothing/"]
    assert len(lines.events("request")) >= 10
    assert "ValueError" in lines.text
    assert [secret for secret in secrets if secret in lines.text] == []


def test_the_search_for_personal_data_finds_it_where_nothing_is_scrubbed(lines, monkeypatch):
    monkeypatch.setattr(scrubbing, "RULES", [])
    logging.getLogger("portal.inbox").warning("refused: %s", "lin@firm01.example")
    assert "lin@" in lines.text
