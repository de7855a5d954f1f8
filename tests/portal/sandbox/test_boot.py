"""When `manage.py` brings its own services."""

import os
from pathlib import Path

import pytest

from portal.sandbox import boot
from portal.sandbox.services import remove, temporary_folder

SETTING = ("DATABASE_URL", "REDIS_URL", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS")


@pytest.fixture
def folder(monkeypatch):
    """A project without .env, in an environment that names nothing."""
    for name in SETTING:
        monkeypatch.delenv(name, raising=False)
    project = temporary_folder("kc-boot-")
    monkeypatch.setattr(boot, "BASE_DIR", project)
    yield project
    for services in boot.held:
        services.release()
    boot.held.clear()
    remove(project / ".sandbox" / "dev")
    remove(project)


def started(folder: Path) -> bool:
    return (folder / ".sandbox").exists()


def test_bare_command_gets_services_and_debug(folder, monkeypatch):
    boot.ensure_services(["manage.py", "shell"])
    assert os.environ["DEBUG"] == "1"
    assert os.environ["DATABASE_URL"] == boot.held[0].database_url
    assert os.environ["REDIS_URL"] == boot.held[0].redis_url


@pytest.mark.parametrize("command", [[], ["help"], ["messages"], ["--version"]])
def test_command_without_database_starts_nothing(folder, command):
    boot.ensure_services(["manage.py", *command])
    assert not started(folder)
    assert "DATABASE_URL" not in os.environ


def test_named_database_is_left_alone(folder, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql:///other")
    boot.ensure_services(["manage.py", "shell"])
    assert not started(folder)
    assert "DEBUG" not in os.environ


@pytest.mark.parametrize(("name", "value"), [("DEBUG", "0"), ("SECRET_KEY", "s"), ("ALLOWED_HOSTS", "h")])
def test_production_starts_nothing(folder, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    boot.ensure_services(["manage.py", "shell"])
    assert not started(folder)
    assert "DATABASE_URL" not in os.environ


def test_variables_of_the_env_file_count(folder):
    (folder / ".env").write_text("DATABASE_URL=postgresql:///from-a-file\n")
    boot.ensure_services(["manage.py", "shell"])
    assert not started(folder)
    assert os.environ.pop("DATABASE_URL") == "postgresql:///from-a-file"
