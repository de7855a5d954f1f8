"""What every test may use: services of its own, a live server, a browser."""

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import psycopg
import pytest
from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests.emptying import empty_quickly

pytest_plugins = ["portal.sandbox.pytest_plugin", "tests.browser", "tests.strict_templates"]

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    """Tests open sockets to this machine only."""
    if (
        event == "socket.connect"
        and isinstance(address := arguments[1], tuple)
        and address[0] not in LOOPBACK
    ):
        raise PermissionError(f"A test wanted to connect to {address[0]}.")


sys.addaudithook(refuse_other_machines)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whole matrices run where CI=true."""
    if os.environ.get("CI") == "true":
        return
    left_out = [item for item in items if item.get_closest_marker("exhaustive")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI=true nothing may be left out: a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter else 0
    if os.environ.get("CI") == "true" and skipped:
        reporter.write_line(f"\n{skipped} skipped, and CI=true leaves nothing out.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A migrated copy of the database is kept for processes outside the test (`…_copy`)."""
    empty_quickly()
    with django_db_blocker.unblock():
        place = connection.settings_dict
        connection.close()  # a database is copied only while nobody is in it: now, never later
        access = {name: place[name.upper()] or None for name in ("host", "port", "user", "password")}
        with psycopg.connect(**access, dbname="postgres", autocommit=True) as own:
            own.execute(f"DROP DATABASE IF EXISTS {place['NAME']}_copy WITH (FORCE)")
            own.execute(f"CREATE DATABASE {place['NAME']}_copy TEMPLATE {place['NAME']}")
    yield
    # A live server's thread may still hold the database that is dropped.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def write_first_texts(sender: AppConfig, **_: Any) -> None:
    """Tests with real commits empty every table: what the migrations of privacy wrote is written again."""
    if sender.label == "privacy" and not apps.get_model("privacy", "Notice").objects.exists():
        for name in ("0003_first_notices", "0004_first_periods"):
            import_module(f"portal.privacy.migrations.{name}").write(apps, None)


@pytest.fixture(scope="session", autouse=True)
def first_texts() -> None:
    """Emptying tables ends with the signal that migrating ends with."""
    post_migrate.connect(write_first_texts)


@pytest.fixture(autouse=True)
def no_banners() -> None:
    """Every test begins with a portal that knows of no banner: its pages ask for none."""
    from portal.operations.banners import known

    known.keep([], seconds=3600)


@pytest.fixture(autouse=True)
def site_language() -> Iterator[None]:
    """Every test begins in the portal's language, whatever the one before has switched on."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
