"""The drill: a backup while people work, restored elsewhere, compared row by row and byte by byte."""

import threading
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from applications.intake.models import Application
from portal.files.models import StoredFile
from portal.history.services import Outcome, verify
from portal.operations.backup import contents, making, restoring, server, shelf
from portal.operations.backup.server import BackupError
from portal.operations.backup.shelf import Shelf
from tests.factories.accounts import UserFactory
from tests.factories.intake import draft, filled, in_status, submitted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def where(tmp_path):
    return Shelf(tmp_path / "backups")


@pytest.fixture
def elsewhere(tmp_path, settings):
    """Switches to an empty database and an empty storage; the way back is part of the test's end."""
    place = connection.settings_dict
    here, there = place["NAME"], f"{place['NAME']}_restored"
    access = {name: place[name.upper()] or None for name in ("host", "port", "user", "password")}

    def execute(*statements):
        with psycopg.connect(**access, dbname="postgres", autocommit=True) as own:
            for statement in statements:
                own.execute(statement)

    def switch():
        connection.close()
        execute(f"DROP DATABASE IF EXISTS {there} WITH (FORCE)", f"CREATE DATABASE {there}")
        place["NAME"] = there
        settings.MEDIA_ROOT = str(tmp_path / "restored")

    yield switch
    connection.close()
    place["NAME"] = here
    execute(f"DROP DATABASE IF EXISTS {there} WITH (FORCE)")


class Writers(threading.Thread):
    """People who go on working: drafts with answers and uploads, one after the other."""

    def __init__(self, application):
        super().__init__()
        self.application, self.done, self.count = application, threading.Event(), 0

    def run(self):
        try:
            while not self.done.is_set():
                filled(draft(self.application.round))
                self.count += 1
        finally:
            connection.close()


def test_drill_backup_while_people_work_comes_back_complete(where, elsewhere):
    applications = [in_status(status) for status in ("approved", "returned")]
    writers = Writers(applications[0])
    writers.start()
    while writers.count < 2:
        writers.done.wait(0.05)
    backup = making.make(where)
    count_then = writers.count
    while writers.count < count_then + 2:
        writers.done.wait(0.05)
    writers.done.set()
    writers.join()

    assert making.verify(where, backup) == []
    later = Application.objects.count()
    elsewhere()
    restoring.restore(where, backup)

    with server.connect() as database:
        assert contents.tables(database) == backup.manifest.tables
    assert backup.manifest.tables["intake_application"].rows == Application.objects.count() < later
    for stored in StoredFile.objects.all():
        assert (
            shelf.sha256_of_file(
                Path(settings.MEDIA_ROOT, stored.sha256[:2], stored.sha256[2:4], stored.sha256)
            )
            == stored.sha256
        )
    events = Application.objects.get(pk=applications[0].pk).events.all()
    assert {verdict.outcome for verdict in verify(events)} == {Outcome.OK}
    assert len(events) >= 4
    UserFactory()  # sequences stand where they stood: nothing collides


@pytest.mark.exhaustive
def test_restored_portal_that_differs_is_reported(where, elsewhere, monkeypatch):
    application = submitted()
    backup = making.make(where)
    elsewhere()
    bring_back = restoring.bring_back

    def also_change_a_row(*arguments):
        bring_back(*arguments)
        Application.objects.update(number="")

    monkeypatch.setattr(restoring, "bring_back", also_change_a_row)
    with pytest.raises(BackupError, match="intake_application differs"):
        restoring.restore(where, backup)
    assert application.number


def test_database_that_holds_something_is_not_overwritten(where):
    UserFactory(email="stays@example.com")
    backup = making.make(where)
    with pytest.raises(BackupError, match="not empty"):
        restoring.restore(where, backup)
    with pytest.raises(BackupError, match="Somebody is connected"), server.connect():
        restoring.restore(where, backup, overwrite=True)
    with pytest.raises(CommandError, match="Nothing was changed"):
        confirm(where, "another")
    assert connection.introspection.table_names()


def confirm(where, answer):
    import builtins

    before, builtins.input = builtins.input, lambda question: answer
    try:
        call_command("restore", folder=where.root, overwrite=True)
    finally:
        builtins.input = before


@pytest.mark.exhaustive
@pytest.mark.parametrize("damage", ["dump", "upload", "gone", "list"])
def test_damaged_backup_is_found_and_not_restored(where, damage):
    submitted()
    backup = making.make(where)
    path = where.path_of(next(iter(backup.files())))
    match damage:
        case "dump":
            backup.dump.write_bytes(backup.dump.read_bytes()[:-10])
        case "upload":
            path.write_bytes(path.read_bytes()[:-1] + b"x")
        case "gone":
            path.unlink()
        case "list":
            (backup.folder / shelf.FILES).write_text("")
    assert making.verify(where, backup) != []
    with pytest.raises(CommandError):
        call_command("backup", folder=where.root, verify="")
    with pytest.raises(BackupError, match="damaged"):
        restoring.restore(where, backup, overwrite=True)


def test_half_a_backup_is_none(where, monkeypatch):
    monkeypatch.setattr(shelf, "sha256_of_file", lambda path: 1 / 0)  # the power goes off in between
    with pytest.raises(ZeroDivisionError):
        making.make(where)
    monkeypatch.undo()
    (half,) = where.root.glob("*Z")
    assert where.backups() == []
    with pytest.raises(BackupError, match="half a backup"):
        where.find(half.name)


def test_two_backups_at_once_are_refused(where):
    with where.locked(), pytest.raises(BackupError, match="Another backup"):
        making.make(where)


@pytest.mark.exhaustive
def test_old_backups_and_their_uploads_go(where, monkeypatch):
    submitted()
    names = iter(f"2026112{day}T020000Z" for day in range(1, 4))
    monkeypatch.setattr(shelf, "name_now", lambda: next(names))
    first = making.make(where)
    (only_in_first,) = first.files()
    Application.objects.all()
    from applications.intake.models import Attachment

    Attachment.objects.all().delete()
    StoredFile.objects.all().delete()
    making.make(where)
    making.make(where)
    assert where.forget_all_but(2) == ["20261121T020000Z"]
    assert [backup.name for backup in where.backups()] == ["20261122T020000Z", "20261123T020000Z"]
    assert not where.path_of(only_in_first).exists()


def test_upload_that_is_lost_is_named_but_the_backup_is_made(where):
    StoredFile.objects.create(sha256="ab" * 32, size=3, media_type="application/pdf")
    with pytest.raises(CommandError, match="1 uploads are named by rows but are not in the storage"):
        call_command("backup", folder=where.root)
    assert where.find().manifest.missing == ["ab" * 32]


def test_backup_is_for_its_owner_only(where):
    backup = making.make(where)
    assert [path.stat().st_mode & 0o077 for path in (where.root, backup.folder, backup.dump)] == [0, 0, 0]


@pytest.mark.exhaustive
def test_backup_of_a_newer_portal_is_refused(where):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('intake', '9999_new', now())"
        )
    try:
        backup = making.make(where)
        with pytest.raises(BackupError, match="newer portal"):
            restoring.restore(where, backup)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_new'")


def test_time_of_the_backup_is_that_of_its_rows(where):
    before = timezone.now()
    assert before <= making.make(where).made_at.replace(microsecond=999_999)
