import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from portal.sandbox.account import can_reach, servant
from portal.sandbox.plans import SandboxError
from portal.sandbox.services import Services, claim, passing, remove, share, temporary_folder

HOLDER = """
import sys, time
from pathlib import Path
from portal.sandbox.services import share
print(share(Path(sys.argv[1])).database_url, flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder():
    path = temporary_folder("kc-services-")
    yield path
    remove(path)


def one(services: Services) -> int:
    with psycopg.connect(services.database_url) as connection:
        return connection.execute("SELECT 1").fetchone()[0]


def processes(folder: Path) -> list[psutil.Process]:
    """Those that serve this data folder, found by their command line or their log."""
    found = []
    for process in psutil.process_iter():
        try:
            if str(folder) in " ".join(process.cmdline()) or process.cwd() == str(folder / "postgres"):
                found.append(process)
        except (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
            continue
    return [process for process in found if process.pid != os.getpid()]


def all_gone(folder: Path, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while processes(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    return processes(folder) == []


def start_holder(folder: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline().startswith("postgresql://")
    return holder


def end(holder: subprocess.Popen[str], number: int = signal.SIGKILL) -> None:
    holder.send_signal(number)
    holder.wait()
    holder.stdout.close()


def test_claim_serves_both_and_keeps_rows(folder):
    services = claim(folder)
    with psycopg.connect(services.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    assert redis.Redis.from_url(services.redis_url).ping()
    services.release()
    assert all_gone(folder)

    again = claim(folder)
    with psycopg.connect(again.database_url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    again.release()


def test_claim_refuses_a_folder_in_use(folder, monkeypatch):
    monkeypatch.setattr("portal.sandbox.services.PATIENCE_SECONDS", 0.2)
    services = claim(folder)
    with pytest.raises(SandboxError, match="already running"):
        claim(folder)
    services.release()


def test_share_outlives_the_first_holder(folder):
    first = start_holder(folder)
    second = share(folder)
    assert second.guardian is None
    end(first)
    assert one(second) == 1
    second.release()
    assert all_gone(folder)


def test_killed_holder_leaves_nothing_running(folder):
    end(start_holder(folder))
    assert all_gone(folder)


def test_killed_guardian_leaves_nothing_running_and_the_folder_usable(folder):
    services = share(folder)
    services.guardian.process.kill()
    again = share(folder)
    assert one(again) == 1
    again.release()
    services.release()
    assert all_gone(folder)


def test_killed_server_stops_the_other(folder):
    services = share(folder)
    os.kill(services.guardian.children["Redis"], signal.SIGKILL)
    assert services.guardian.next_event() == {"ended": "Redis", "code": -signal.SIGKILL}
    assert all_gone(folder)
    services.release()


def test_passing_services_remove_their_folder():
    folder = temporary_folder("kc-passing-")
    services = passing(folder)
    assert one(services) == 1
    services.release()
    assert not folder.exists()
    assert not services.run.exists()


def test_sockets_only_their_owner_can_reach(folder):
    services = claim(folder)
    assert services.run.stat().st_mode & 0o077 == 0
    services.release()


def test_long_data_folder_works(folder):
    long = folder / ("a" * 120)
    services = claim(long)
    assert one(services) == 1
    services.release()


def test_unwritable_folder_is_one_sentence(folder):
    blocked = folder / "file"
    blocked.write_text("")
    with pytest.raises(SandboxError, match=r"cannot be written: .*Choose another one"):
        share(blocked / "below")


def test_data_below_a_closed_home_is_served(folder):
    home = folder / "home"
    home.mkdir(mode=0o700)
    data = home / "data"
    assert can_reach(servant(), data) == (servant() is None)  # root serves from a stand-in
    services = claim(data)
    assert one(services) == 1
    services.release()
    remove(data)


def test_folder_that_cannot_be_handed_over_is_one_sentence(folder):
    (folder / "redis").symlink_to(folder / "nowhere" / "at-all")
    with pytest.raises(SandboxError, match=r"cannot be set up in .*Choose another folder"):
        claim(folder)
