"""One private PostgreSQL and Redis per test run, and the environment settings are read from.

Workers of xdist inherit the environment; pytest-django gives each its own database.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import django
import pytest
from django.db import connection

from portal.sandbox import postgresql
from portal.sandbox.services import Services, passing, temporary_folder
from portal.ui.catalogs import compile_stale

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "DEBUG": "0",
    "DEMO": "0",
    "HTTPS": "0",
    "SECRET_KEY": "only-in-tests-" + "t" * 40,
    "RECEIPT_KEYS": "cmVjZWlwdHMtcmVjZWlwdHMtcmVjZWlwdHMtcmVjZWk",
    "IDENTITY_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "DATABASE_POOL_SIZE": "0",
    "STATIC_MANIFEST": "0",
    "REMEMBER_SECONDS": "0",
    "MFA_REQUIRED": "0",  # its own tests switch it on
}
FOLDER_VARIABLE = "KECHUANG_TEST_FOLDER"
TEMPLATE_VARIABLE = (
    "KECHUANG_TEST_TEMPLATE"  # a database of ours, to be migrated once and copied by each worker
)

ROOT = Path(__file__).resolve().parents[2]

services_key = pytest.StashKey[Services]()
migrating_key = pytest.StashKey[threading.Thread]()
folder_key = pytest.StashKey[Path]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Before pytest-django looks for settings."""
    if config.option.help or config.option.version:
        return
    os.environ.update(ENVIRONMENT)
    if FOLDER_VARIABLE not in os.environ:
        prepare(config)
    django.setup()


def prepare(config: pytest.Config) -> None:
    """Once per run, in the controller."""
    folder = config.stash[folder_key] = temporary_folder("kc-test-")
    for name in ("media", "static"):
        (folder / name).mkdir()
    os.environ[FOLDER_VARIABLE] = str(folder)
    os.environ["MEDIA_ROOT"] = str(folder / "media")
    os.environ["STATIC_ROOT"] = str(folder / "static")
    if not os.environ.get("DATABASE_URL"):
        services = config.stash[services_key] = passing(folder)
        os.environ.update(services.environment() | {TEMPLATE_VARIABLE: postgresql.NAME})
    compile_stale()
    if getattr(config.option, "numprocesses", None):  # while the workers look for tests
        config.stash[migrating_key] = threading.Thread(target=migrated)
        config.stash[migrating_key].start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if migrating_key in config.stash:
        config.stash[migrating_key].join()
    if services_key in config.stash:
        config.stash[services_key].release()
    if folder_key in config.stash:
        shutil.rmtree(config.stash[folder_key], ignore_errors=True)
        del os.environ[FOLDER_VARIABLE]
        os.environ.pop(TEMPLATE_VARIABLE, None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tables are made once, by whoever needs them first; every worker's database begins as a copy."""
    if template := migrated():
        connection.settings_dict["TEST"]["TEMPLATE"] = template


def migrated() -> str | None:
    """The name of the database with all tables; None where the tests were given a server."""
    template = os.environ.get(TEMPLATE_VARIABLE)
    if template:
        folder = Path(os.environ[FOLDER_VARIABLE])
        with (folder / "migrating").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "migrated").exists():
                migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0", "--skip-checks"]
                subprocess.run(migrate, cwd=ROOT, check=True)
                (folder / "migrated").touch()
    return template
