"""What a demonstration keeps from one start to the next."""

import os

import psycopg
import pytest

from applications.demo.ground import DataFolder, start
from portal.sandbox.plans import SandboxError
from portal.sandbox.services import remove, temporary_folder


@pytest.fixture
def folder(monkeypatch):
    monkeypatch.setattr(os, "environ", os.environ.copy())
    path = temporary_folder("kc-ground-")
    yield DataFolder(path)
    remove(path / "services")
    remove(path)


def visit(folder: DataFolder, reset: bool = False) -> bool:
    """Start, leave a table behind, stop; whether the table of an earlier visit was there."""
    ground = start(folder, 8000, reset)
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        found = connection.execute("SELECT to_regclass('visited')").fetchone() != (None,)
        connection.execute("CREATE TABLE IF NOT EXISTS visited ()")
    ground.services.release()
    return found


def test_complete_world_is_kept(folder):
    assert visit(folder) is False
    folder.note(made_on="2026-11-21")
    assert visit(folder) is True
    assert folder.read_state() == {"made_on": "2026-11-21"}


def test_interrupted_world_is_made_anew(folder):
    visit(folder)
    folder.note(reference="loaded, and then somebody pulled the plug")
    assert visit(folder) is False
    assert folder.read_state() == {}


def test_reset_forgets_the_world_and_its_files(folder):
    visit(folder)
    folder.note(made_on="2026-11-21")
    folder.accounts.write_text("[]")
    (folder.media / "upload").write_text("")
    assert visit(folder, reset=True) is False
    assert folder.read_state() == {}
    assert not folder.accounts.exists()
    assert list(folder.media.iterdir()) == []


def test_second_demonstration_on_a_folder_is_refused(folder, monkeypatch):
    monkeypatch.setattr("portal.sandbox.services.PATIENCE_SECONDS", 0.2)
    ground = start(folder, 8000, reset=False)
    with pytest.raises(SandboxError, match="already running"):
        start(folder, 8001, reset=True)
    ground.services.release()


def test_secret_key_stays_and_is_its_owners(folder):
    key = folder.secret_key()
    assert len(key) > 50
    assert folder.secret_key() == key
    assert (folder.root / "secret-key").stat().st_mode & 0o777 == 0o600
