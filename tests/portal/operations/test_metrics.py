import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from portal.inbox.models import Heartbeat
from portal.operations import figures
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.inbox import DeliveryFactory
from tests.factories.intake import draft, open_round, submitted

pytestmark = pytest.mark.django_db
TOKEN = "prometheus-of-the-city"


@pytest.fixture
def scraped(client):
    """Every sample by its name and labels."""

    def scrape():
        with override_settings(METRICS_TOKEN=TOKEN):
            response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert response.status_code == 200
        families = text_string_to_metric_families(response.content.decode())
        return {
            (sample.name, *sorted(sample.labels.items())): sample.value
            for family in families
            for sample in family.samples
        }

    return scrape


@pytest.mark.parametrize(
    ("token", "header"), [("", ""), ("", "Bearer "), (TOKEN, ""), (TOKEN, "Bearer wrong"), (TOKEN, "Bearer ")]
)
def test_who_holds_no_token_finds_nothing(client, token, header):
    with override_settings(METRICS_TOKEN=token):
        assert client.get("/metrics", headers={"Authorization": header}).status_code == 404


def test_requests_are_counted_by_view(client, scraped):
    key = ("kechuang_request_seconds_count", ("method", "GET"), ("status", "2xx"), ("view", "help"))
    before = scraped().get(key, 0)
    client.get(reverse("help"))
    assert scraped()[key] == before + 1


def test_an_invented_method_makes_no_new_row(client, scraped):
    client.generic("BREW", reverse("help"))
    methods = {dict(key[1:])["method"] for key in scraped() if key[0].startswith("kechuang_request")}
    assert "OTHER" in methods
    assert "BREW" not in methods


def test_sign_ins_are_counted(client, scraped):
    user, failed, fine = UserFactory(), ("outcome", "failed"), ("outcome", "ok")
    before = scraped()
    for password in ("wrong", PASSWORD):
        client.post(reverse("account_login"), {"login": user.email, "password": password})
    after = scraped()
    assert [
        after[name] - before.get(name, 0)
        for name in (("kechuang_sign_ins_total", label) for label in (failed, fine))
    ] == [1, 1]


def test_rows_tell_what_waits_and_how_long(scraped):
    now = timezone.now()
    Heartbeat.objects.create(name="worker", at=now - timedelta(seconds=90))
    DeliveryFactory(due_at=now - timedelta(seconds=300))
    DeliveryFactory(status="dead", due_at=now)
    found = scraped()
    assert found["kechuang_outbox_rows", ("outbox", "email"), ("state", "waiting")] == 1
    assert found["kechuang_outbox_rows", ("outbox", "email"), ("state", "dead")] == 1
    assert 300 <= found["kechuang_outbox_age_seconds", ("outbox", "email")] < 330
    assert 90 <= found["kechuang_heartbeat_age_seconds", ("name", "worker")] < 120
    assert sum(value for key, value in found.items() if key[0] == "kechuang_database_connections") >= 1


def test_submissions_and_reminders_are_counted(scraped, time_machine):
    application = draft(open_round(closes_at=timezone.now() + timedelta(days=30)))
    submitted()
    assert scraped()[("kechuang_submissions",)] == 1
    assert scraped()["kechuang_reminders", ("state", "due")] == 0
    time_machine.move_to(application.round.closes_at - timedelta(days=1) + timedelta(minutes=2))
    assert scraped()["kechuang_reminders", ("state", "due")] == 1
    time_machine.move_to(application.round.closes_at - timedelta(days=1) + timedelta(minutes=30))
    assert scraped()["kechuang_reminders", ("state", "late")] == 1


def test_a_figure_that_cannot_be_read_is_left_out(scraped, monkeypatch):
    def broken(now):
        raise OSError

    monkeypatch.setattr(figures, "_figures", [figures.Figure("broken", "x", broken), *figures._figures])
    found = {key[0] for key in scraped()}
    assert "kechuang_outbox_rows" in found
    assert "kechuang_broken" not in found


COUNT = """
import django; django.setup()
from portal.operations import figures
figures.request_done("help", "GET", 200, 0.1)
"""


@pytest.mark.exhaustive
def test_processes_of_one_machine_count_together(tmp_path):
    environment = os.environ | {"METRICS_DIR": str(tmp_path)}
    for code in (COUNT, COUNT, COUNT + "print(figures.text().decode())"):
        result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr
    assert 'kechuang_request_seconds_count{method="GET",status="2xx",view="help"} 3.0' in result.stdout
