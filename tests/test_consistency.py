"""Reads the code: its size, its migrations, its catalogs, and what must not be written down in it."""

import ast
import re
import subprocess
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from portal.ui import catalogs

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("portal", "programs", "applications")
MOST_LINES, MEDIAN_LINES, FUNCTION_LINES = 400, 75, 25
# In halves, so that this file does not name them.
ELSEWHERE = re.compile("|".join(["/wo" + r"rk/(main|shared)\b", "/ro" + r"ot/\w", "/ho" + r"me/\w",
                                 "python" + "hosted", "pypi" + r"\.org", "index" + "-url"]))  # fmt: skip


def written(*suffixes: str) -> list[Path]:
    """Our own files of the floors with these endings."""
    found = [path for floor in FLOORS for path in (ROOT / floor).rglob("*") if path.suffix in suffixes]
    return sorted(path for path in found if not {"migrations", "vendor"} & set(path.parts))


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def functions(path: Path) -> list[int]:
    """The lengths of a file's functions."""
    nodes = ast.walk(ast.parse(path.read_text()))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(node.end_lineno or 0) - node.lineno + 1 for node in nodes if isinstance(node, kinds)]


def test_no_file_is_long() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): lines(path) for path in written(".py", ".html", ".css", ".js")
    }
    assert {name: count for name, count in found.items() if count > MOST_LINES} == {}


def test_files_and_functions_are_small() -> None:
    sources = written(".py")
    assert median(lines(path) for path in sources if lines(path)) <= MEDIAN_LINES
    assert quantiles([length for path in sources for length in functions(path)], n=10)[-1] <= FUNCTION_LINES


def test_every_catalog_is_complete() -> None:
    assert catalogs.problems(catalogs.app_folders()) == []


@pytest.mark.django_db
def test_every_model_has_its_migrations() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_follow_one_another() -> None:
    """In each of our apps: numbered from one without a gap, each resting on the one before."""
    steps = MigrationLoader(None).disk_migrations
    for app in apps.get_app_configs():
        if not app.name.startswith(FLOORS):
            continue
        own = sorted(name for label, name in steps if label == app.label)
        assert [name[:4] for name in own] == [f"{number:04}" for number in range(1, len(own) + 1)]
        for before, after in pairwise(own):
            assert (app.label, before) in steps[app.label, after].dependencies


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    tracked = [ROOT / name for name in listed.stdout.split("\0") if name]
    texts = {path: path.read_bytes().decode(errors="ignore") for path in tracked if path.is_file()}
    assert [path.name for path, text in texts.items() if ELSEWHERE.search(text)] == []
