"""An embedded PostgreSQL with the portal's tables, for one measurement."""

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from portal.sandbox.pytest_plugin import ENVIRONMENT
from portal.sandbox.services import Services, claim, remove, temporary_folder


@contextmanager
def world() -> Iterator[Services]:
    """Migrated and empty, with the portal set up in this process; gone at the end."""
    folder = temporary_folder("kc-bench-")
    services = claim(folder)
    try:
        (folder / "media").mkdir()
        os.environ.update(ENVIRONMENT | services.environment() | {"MEDIA_ROOT": str(folder / "media")})
        os.environ |= {"LOG_LEVEL": "WARNING", "REMEMBER_SECONDS": "10"}  # remembers as in production
        _set_up()
        yield services
    finally:
        services.release()
        remove(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _set_up() -> None:
    """Django reads its settings from the environment, so it comes only now."""
    import django
    from django.core.management import call_command
    from django.urls import get_resolver

    django.setup()
    call_command("migrate", verbosity=0)
    assert get_resolver().url_patterns
    gc.collect()
    gc.freeze()  # as portal.wsgi does
