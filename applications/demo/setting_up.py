"""From an empty database to a portal with a world in it; what is done already is not done again."""

import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from applications.demo.ground import BASE_DIR, DataFolder

Progress = Callable[[str], None]
WORLD = "applications.demo.world"
FIXTURES = BASE_DIR / "fixtures"


def set_up(folder: DataFolder, progress: Progress) -> list[dict[str, Any]]:
    """The accounts of a portal that is ready to be served."""
    migrate(progress)
    collect_static(folder, progress)
    load_reference(folder, progress)
    accounts = make_world(folder, progress)
    connections.close_all()
    return accounts


def migrate(progress: Progress) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        progress("Creating the tables")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


def collect_static(folder: DataFolder, progress: Progress) -> None:
    """Copies with hashed names and compressed, when a source has changed."""
    sources = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    digest = digest_of_times(sources)
    if folder.read_state().get("static") != digest:
        progress("Collecting style sheets, scripts and pictures")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        folder.note(static=digest)


def load_reference(folder: DataFolder, progress: Progress) -> None:
    """Regions, industries, departments, documents; then the programs. Again when a fixture has changed."""
    from programs.catalog.refreshing import keep_catalog  # models: only once Django is set up

    reference = sorted((FIXTURES / "reference").glob("*.yaml"))
    digest = digest_of_times([*reference, *(FIXTURES / "programs").glob("*.yaml")])
    if folder.read_state().get("reference") == digest:
        return
    progress("Loading regions, departments, documents and programs")
    if reference:
        call_command("loaddata", *map(str, reference), verbosity=0)
    if "import_programs" in get_commands():
        call_command("import_programs", stdout=StringIO())
    keep_catalog(timezone.now())
    folder.note(reference=digest)


def make_world(folder: DataFolder, progress: Progress) -> list[dict[str, Any]]:
    """The world's accounts; it is made once."""
    if "made_on" not in folder.read_state():
        progress("Making the demonstration world")
        accounts = import_module(WORLD).build(progress=progress) if find_spec(WORLD) else []
        folder.accounts.write_text(json.dumps(accounts, ensure_ascii=False, indent=2) + "\n")
        folder.note(made_on=timezone.localdate().isoformat())
    return json.loads(folder.accounts.read_text())


def digest_of_times(paths: Iterable[Path]) -> str:
    """Changes when any of the files does."""
    digest = sha256()
    for path in sorted(paths):
        status = path.stat()
        digest.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
