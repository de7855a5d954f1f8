"""One private PostgreSQL and Redis per test run, and the environment settings are read from.

Workers of xdist inherit the environment; pytest-django gives each its own database.
"""

import os
import shutil
from pathlib import Path

import django
import pytest

from portal.sandbox.services import Services, passing, temporary_folder
from portal.ui.catalogs import compile_stale

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "DEBUG": "0",
    "DEMO": "0",
    "HTTPS": "0",
    "SECRET_KEY": "only-in-tests-" + "t" * 40,
    "IDENTITY_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "DATABASE_POOL_SIZE": "0",
    "STATIC_MANIFEST": "0",
    "MFA_REQUIRED": "0",  # its own tests switch it on
}
FOLDER_VARIABLE = "KECHUANG_TEST_FOLDER"

services_key = pytest.StashKey[Services]()
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
        os.environ.update(services.environment())
    compile_stale()


def pytest_unconfigure(config: pytest.Config) -> None:
    if services_key in config.stash:
        config.stash[services_key].release()
    if folder_key in config.stash:
        shutil.rmtree(config.stash[folder_key], ignore_errors=True)
        del os.environ[FOLDER_VARIABLE]
