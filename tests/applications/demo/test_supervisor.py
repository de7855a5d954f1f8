"""The three processes live and end together, whoever is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.db import connection

from tests.ports import free_port

pytestmark = pytest.mark.django_db  # makes the database that ours is copied from

ROOT = Path(__file__).resolve().parents[3]
DRIVER = """
import sys
from pathlib import Path
from applications.demo.ground import DataFolder, Ground
from applications.demo.supervisor import Stopped, serve, stoppable
from portal.sandbox.plans import SandboxError
from portal.sandbox.services import Services

folder = DataFolder(Path(sys.argv[1]))
folder.logs.mkdir()
try:
    with stoppable():
        ground = Ground(folder, Services(folder.services, None))
        serve(ground, int(sys.argv[2]), lambda: print("Ready", flush=True))
except Stopped:
    pass
except SandboxError as error:
    sys.exit(str(error))
"""


@pytest.fixture
def database_url(django_db_setup: None) -> str:
    """A migrated database of its own, which processes outside the test may write to."""
    settings = connection.settings_dict
    return f"postgresql://{settings['USER']}@/{settings['NAME']}_copy?host={settings['HOST']}"


class Demonstration:
    """A supervisor in a process of its own."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", DRIVER, str(folder), str(free_port())],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": database_url, "DEMO_MARK": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        if self.process.stdout.readline() != "Ready\n":
            pytest.fail(f"{self.process.communicate()[1]}\n{self.logs()}")

    def logs(self) -> str:
        return "\n".join(path.read_text() for path in (self.folder / "logs").glob("*.log"))

    def find(self, word: str) -> psutil.Process:
        """The oldest process started for this demonstration with the word in its command line."""
        found = [each for each in self.alive() if word in each.cmdline()]
        return min(found, key=lambda process: process.create_time())

    def alive(self) -> list[psutil.Process]:
        """Every process that inherited our mark, whoever its parent is by now."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get("DEMO_MARK") == str(self.folder) and process.status() != "zombie":
                    found.append(process)
            except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
                continue
        return found

    def end(self) -> tuple[int, str]:
        """The exit code and what was said, once nothing runs any more."""
        _, error = self.process.communicate(timeout=30)
        deadline = time.monotonic() + 20
        while self.alive() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert self.alive() == []
        return self.process.returncode, error


@pytest.fixture
def demonstration(tmp_path: Path, database_url: str) -> Iterator[Demonstration]:
    running = Demonstration(tmp_path, database_url)
    yield running
    for process in running.alive():
        process.kill()


@pytest.mark.exhaustive
def test_termination_stops_everything(demonstration):
    assert len(demonstration.alive()) >= 5
    demonstration.process.send_signal(signal.SIGTERM)
    assert demonstration.end() == (0, "")


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("word", "name"),
    [("gunicorn", "web server"), ("worker", "worker")],
)
def test_killed_child_stops_everything_with_a_sentence(demonstration, word, name):
    demonstration.find(word).kill()
    code, sentence = demonstration.end()
    assert code == 1
    assert sentence.startswith(f"The {name} ended unexpectedly (SIGKILL); everything was stopped")
    assert sentence.count("\n") == 1


@pytest.mark.exhaustive
def test_killed_supervisor_leaves_nothing_running(demonstration):
    demonstration.process.kill()
    assert demonstration.end()[0] == -signal.SIGKILL


@pytest.mark.exhaustive
def test_killed_guardian_leaves_nothing_running(demonstration):
    demonstration.find("-I").kill()
    code, sentence = demonstration.end()
    assert code == 1
    assert "ended unexpectedly" in sentence
