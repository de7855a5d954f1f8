"""Reads every migration newer than the last release: Django's operations, and by squawk SQL of our own."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations import RunSQL

from portal.operations.migration_rules import Finding, database_operations, findings, reason_of

RELEASED = Path(__file__).parent / "released_migrations.txt"
FLOORS = ("portal.", "programs.", "applications.")
# Of squawk's rules those about locks and loss; the others are about taste.
RULES = {
    "adding-foreign-key-constraint", "adding-not-nullable-field", "adding-required-field",
    "adding-serial-primary-key-field", "ban-drop-column", "ban-drop-database", "ban-drop-table",
    "ban-truncate-cascade", "changing-column-type", "constraint-missing-not-valid", "renaming-column",
    "renaming-table", "require-concurrent-index-creation", "syntax-error",
}  # fmt: skip


def released() -> set[str]:
    """app.name of what the last release brought."""
    return set(RELEASED.read_text().split())


def ours(loader: MigrationLoader) -> list[Migration]:
    """Our own migrations in the order in which they run."""
    labels = {app.label for app in apps.get_app_configs() if app.name.startswith(FLOORS)}
    graph, plan = loader.graph, []
    for leaf in graph.leaf_nodes():
        plan += [node for node in graph.forwards_plan(leaf) if node not in plan]
    return [graph.nodes[node] for node in plan if node[0] in labels]


def check(known: set[str]) -> list[Finding]:
    """What is wrong with the migrations that are not known."""
    loader = MigrationLoader(connection, replace_migrations=False)
    new: set[tuple[str, str]] = set()
    found: list[Finding] = []
    for migration in ours(loader):
        if f"{migration.app_label}.{migration.name}" in known:
            continue
        before = loader.project_state((migration.app_label, migration.name), at_end=False)
        here = list(findings(migration, before, new))
        if not reason_of(migration):
            found += [*here, *squawk(migration)]
    return found


def squawk(migration: Migration) -> Iterator[Finding]:
    """What squawk says of the SQL that somebody wrote by hand."""
    steps = [step for step in database_operations(migration.operations) if isinstance(step, RunSQL)]
    text = "".join(f"{statement.rstrip().rstrip(';')};\n" for step in steps for statement in texts(step))
    for problem in run_squawk(text) if text else []:
        if problem["rule_name"] in RULES:
            name = f"{migration.app_label}.{migration.name}"
            yield Finding(name, f"{problem['rule_name']}: {str(problem['message']).rstrip('.')}")


def texts(step: RunSQL) -> list[str]:
    """The statements of one step."""
    parts = step.sql if isinstance(step.sql, list | tuple) else [step.sql]
    return [str(part[0] if isinstance(part, list | tuple) else part) for part in parts]


def run_squawk(text: str) -> list[dict[str, str | int]]:
    program = shutil.which("squawk", path=str(Path(sys.executable).parent)) or shutil.which("squawk")
    assert program, "squawk-cli is one of the development packages: run `uv sync`."
    command = [program, "--reporter", "json", "--pg-version", "18", "--stdin-filepath", "migrations.sql"]
    result = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    return list(json.loads(result.stdout))
