"""The doctor sees what is wrong, says what to do, and ends with 1 when somebody is harmed."""

import contextlib
import io
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from portal.files.models import StoredFile
from portal.inbox.models import CalendarYear, Heartbeat
from portal.operations.backup import making
from portal.operations.backup.shelf import Shelf
from portal.operations.doctor import background, configuration, database, outside, storage, visit
from portal.operations.doctor.findings import Finding, Level, ok, problem
from tests.factories.accounts import UserFactory
from tests.factories.inbox import DeliveryFactory
from tests.portal.operations.test_roles import as_worker  # noqa: F401 - a fixture
from tests.ports import free_port

pytestmark = pytest.mark.django_db
WELL = {
    "SITE_URL": "https://portal.example.gov.cn", "ALLOWED_HOSTS": ["portal.example.gov.cn"], "HTTPS": True,
    "TRUST_PROXY": True, "MFA_REQUIRED": True, "DEFAULT_FROM_EMAIL": "科创通 <no-reply@city.gov.cn>",
    "SUPPORT_CONTACT": "021-0000 0000", "METRICS_TOKEN": "x",
}  # fmt: skip


def worst(check):
    order = [Level.OK, Level.WARNING, Level.PROBLEM]
    return max((finding.level for finding in check()), key=order.index, default=Level.OK)


@pytest.mark.parametrize(
    ("check", "changes", "level"),
    [
        (configuration.mode, {}, "ok"),
        (configuration.mode, {"DEBUG": True}, "problem"),
        (configuration.mode, {"DEMO": True}, "problem"),
        (configuration.address, {}, "ok"),
        (configuration.address, {"SITE_URL": "https://another.example"}, "problem"),
        (configuration.address, {"SITE_URL": "http://portal.example.gov.cn"}, "problem"),
        (configuration.address, {"ALLOWED_HOSTS": ["*"]}, "problem"),
        (configuration.address, {"TRUST_PROXY": False}, "warning"),
        (configuration.sign_in, {}, "ok"),
        (configuration.sign_in, {"MFA_REQUIRED": False}, "problem"),
        (configuration.contacts, {}, "ok"),
        (configuration.contacts, {"DEFAULT_FROM_EMAIL": "科创通 <no-reply@kechuang.example>"}, "problem"),
        (configuration.contacts, {"SUPPORT_CONTACT": ""}, "warning"),
        (configuration.contacts, {"METRICS_TOKEN": ""}, "warning"),
        (outside.mail, {"SMTP_URL": ""}, "problem"),
        (outside.mail, {"SMTP_URL": f"smtp://127.0.0.1:{free_port()}"}, "problem"),
        (outside.text_messages, {"SMS_URL": ""}, "warning"),
        (outside.text_messages, {"SMS_URL": f"http://127.0.0.1:{free_port()}/"}, "problem"),
        (outside.virus_scanner, {"CLAMAV_URL": ""}, "warning"),
        (outside.virus_scanner, {"CLAMAV_URL": f"tcp://127.0.0.1:{free_port()}"}, "problem"),
        (outside.single_sign_on, {"OIDC_ISSUER": ""}, "ok"),
        (outside.single_sign_on, {"OIDC_ISSUER": f"http://127.0.0.1:{free_port()}"}, "problem"),
        (background.broker, {}, "ok"),
        (background.broker, {"REDIS_URL": f"redis://127.0.0.1:{free_port()}"}, "warning"),
        (storage.disk, {"MEDIA_ROOT": "/proc/nothing"}, "problem"),
        (storage.static_files, {"STATIC_MANIFEST": True}, "problem"),
        (storage.backups, {"BACKUP_DIR": ""}, "problem"),
    ],
)
def test_settings_are_judged(settings, check, changes, level):
    for name, value in (WELL | changes).items():
        setattr(settings, name, value)
    assert worst(check) == level


def test_deployment_checks_are_part(settings):
    settings.DEMO = True
    assert any("/demo/mail/" in finding.sentence for finding in configuration.deployment())


@pytest.mark.parametrize(("minutes", "level"), [(None, "problem"), (1, "ok"), (10, "problem")])
def test_worker_must_show_signs_of_life(minutes, level):
    if minutes:
        Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(minutes=minutes))
    assert worst(background.worker) == level


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        ({}, "ok"),
        ({"due_at": timezone.now() - timedelta(hours=1)}, "problem"),
        ({"status": "dead"}, "warning"),
    ],
)
def test_letters_that_do_not_leave_are_seen(fields, level):
    DeliveryFactory(**{"due_at": timezone.now()} | fields)
    assert worst(background.letters) == level


@pytest.mark.parametrize(
    ("today", "confirmed", "level"),
    [("2026-06-01", [2026], "ok"), ("2026-06-01", [], "problem"), ("2026-12-01", [2026], "warning")],
)
def test_years_without_a_calendar_are_seen(time_machine, today, confirmed, level):
    time_machine.move_to(f"{today}T04:00:00Z")
    CalendarYear.objects.all().delete()
    CalendarYear.objects.bulk_create(CalendarYear(year=year, source="x") for year in confirmed)
    assert worst(background.calendar) == level


def test_database_is_looked_at():
    assert worst(database.server) == worst(database.clock) == worst(database.connections) == "ok"


def test_a_database_without_an_extension_is_seen():
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION btree_gist CASCADE")
    assert [finding.sentence for finding in database.server()][1:] == ["It lacks btree_gist."]


def test_a_portal_without_administrator_is_seen():
    assert "Nobody can open the admin." in [finding.sentence for finding in database.tables()]
    UserFactory(admin=True)
    assert "Nobody can open the admin." not in [finding.sentence for finding in database.tables()]


def test_superuser_is_too_mighty():
    assert worst(database.role) == "problem"


@pytest.fixture
def application():
    """The fixture of the roles works on an application; here nothing needs one."""


@pytest.mark.exhaustive
def test_second_role_is_fine(as_worker):  # noqa: F811 - the fixture
    assert worst(database.role) == "ok"


def test_full_disk_is_seen(monkeypatch):
    for free, level in ((10**12, "ok"), (8 * 1024**3, "warning"), (10**9, "problem")):
        usage = shutil._ntuple_diskusage(10**12, 0, free)
        monkeypatch.setattr(shutil, "disk_usage", lambda path, usage=usage: usage)
        assert worst(storage.disk) == level


def test_lost_upload_is_seen():
    assert worst(storage.uploads) == "ok"
    StoredFile.objects.create(sha256="cd" * 32, size=3, media_type="application/pdf")
    assert worst(storage.uploads) == "problem"


@pytest.mark.django_db(transaction=True)
def test_backups_are_looked_at(settings, tmp_path, time_machine):
    settings.BACKUP_DIR = str(tmp_path)
    assert worst(storage.backups) == "problem"
    made = making.make(Shelf(Path(tmp_path)))
    assert worst(storage.backups) == "ok"
    time_machine.move_to(made.made_at + timedelta(days=2))
    assert worst(storage.backups) == "problem"


def broken():
    raise RuntimeError("unexpected")


@pytest.mark.parametrize(
    ("checks", "code"),
    [([lambda: [ok("a", "fine")]], None), ([lambda: [problem("b", "bad", "do")]], 1), ([broken], 1)],
)
def test_command_ends_with_one_on_a_problem(monkeypatch, checks, code):
    monkeypatch.setattr(visit, "CHECKS", checks)
    printed = io.StringIO()
    with pytest.raises(SystemExit) if code else contextlib.nullcontext() as stopped:
        call_command("doctor", json=True, stdout=printed)
    assert code is None or stopped.value.code == code
    assert [Finding(**document) for document in json.loads(printed.getvalue())] == list(visit.examine())


def test_every_finding_that_is_not_fine_says_what_to_do():
    found = list(visit.examine())
    assert len({finding.topic for finding in found}) >= 12
    assert [finding for finding in found if finding.level != Level.OK and not finding.advice] == []
    assert [finding for finding in found if "broke" in finding.sentence] == []
