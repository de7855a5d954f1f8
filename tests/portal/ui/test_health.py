"""`/healthz` and `/readyz`."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portal.inbox.models import Heartbeat
from portal.ui import health

READY = {"database": "ok", "migrations": "ok", "redis": "ok", "worker": "ok"}


@pytest.fixture(autouse=True)
def forget_migrations():
    health.MIGRATED.clear()
    yield
    health.MIGRATED.clear()


def beat(age: timedelta) -> None:
    Heartbeat.objects.create(name="worker", at=timezone.now() - age)


def test_healthz_asks_no_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_with_everything_is_ok(client):
    beat(timedelta(minutes=1))
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, READY)


@pytest.mark.django_db
def test_readyz_without_a_tick_is_degraded(client):
    beat(timedelta(minutes=4))
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, READY | {"worker": "degraded"})


@pytest.mark.django_db
def test_readyz_without_redis_is_degraded(client, settings, tmp_path):
    beat(timedelta(0))
    settings.REDIS_URL = f"unix://{tmp_path / 'nobody-listens'}"
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, READY | {"redis": "degraded"})


@pytest.mark.django_db
def test_readyz_without_a_migration_is_unavailable(client):
    MigrationRecorder(connection).migration_qs.filter(app="inbox").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == READY | {"migrations": "unavailable", "worker": "degraded"}


@pytest.mark.django_db(transaction=True)
def test_readyz_without_the_database_is_unavailable(client, monkeypatch, tmp_path):
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "HOST", str(tmp_path))
        response = client.get("/readyz")
    assert response.status_code == 503
    gone = {"database": "unavailable", "migrations": "unavailable", "worker": "degraded"}
    assert response.json() == READY | gone
