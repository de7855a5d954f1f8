"""Several workers, each with a connection of its own: one enters, the others are told or take up the rest."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from portal.versions.models import Version
from programs.catalog.models import Program
from programs.exchange import pulse, services, working
from programs.exchange.models import Import, Table
from programs.exchange.working import work_through_files
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProgramFactory
from tests.factories.spreadsheets import file
from tests.programs.exchange.situations import english, uploaded, worked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]
State = Import.State


def work() -> None:
    try:
        work_through_files(timezone.now())
    finally:
        connection.close()


def until(seen: Callable[[], bool], what: str) -> None:
    """Wait until `seen()`; fails after 20 seconds."""
    end = time.monotonic() + 20
    while not seen():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def waiting() -> int:
    """How many connections wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


@contextmanager
def held(program: Program, workers: int) -> Iterator[None]:
    """While the program is held by somebody else, this many workers begin; then it is let go."""
    threads = [Thread(target=work) for _ in range(workers)]
    with transaction.atomic():
        Program.objects.select_for_update().get(pk=program.pk)
        for thread in threads:
            thread.start()
        until(lambda: waiting() == workers, "the workers wait for the program")
        yield
    for thread in threads:
        thread.join(20)


def ordered(imported: Import) -> Import:
    return services.order(imported.pk, imported.digest, by=imported.by)


def test_of_two_files_about_one_program_at_once_the_second_is_told() -> None:
    first, second = sorted([ProgramFactory(), ProgramFactory()], key=lambda program: program.pk)
    other = UserFactory(is_staff=True, is_superuser=True, language="en")
    rows = [["short name", "title"], [second.slug, "甲的名称"], [first.slug, "甲的名称"]]
    others = [["short name", "contact"], [first.slug, "乙"], [second.slug, "乙"]]
    files = [uploaded(rows), uploaded(others, by=other)]
    for imported in files:
        ordered(imported)
    with held(first, workers=2):
        pass
    for imported in files:
        imported.refresh_from_db()
    assert sorted(imported.state for imported in files) == [State.ENTERED, State.LOOKED], "both were entered"
    late = next(imported for imported in files if imported.state == State.LOOKED)
    assert late.trouble.startswith("Something changed in between")
    done = {(row.title == "甲的名称", row.contact_name == "乙") for row in Program.objects.all()}
    assert done in ({(True, False)}, {(False, True)})


def test_of_two_files_that_say_the_same_the_second_finds_it_done() -> None:
    program = ProgramFactory()
    rows = [["short name", "title"], [program.slug, "新的名称"]]
    files = [uploaded(rows), uploaded(rows)]
    for imported in files:
        ordered(imported)
    with held(program, workers=2):
        pass
    states = sorted(Import.objects.get(pk=imported.pk).state for imported in files)
    assert states == [State.ENTERED, State.LOOKED]
    assert Version.objects.of(program).count() == 2


def test_others_see_how_far_it_is_while_the_work_is_not_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "EVERY", 0)
    programs = [ProgramFactory() for _ in range(4)]
    rows = [["short name", "title"], *([program.slug, "新的名称"] for program in programs)]
    imported = services.upload(Table.PROGRAMS, file(rows), by=english())
    with held(programs[-1], workers=1):
        until(lambda: Import.objects.get().rows_done == 3, "three rows are said to be done")
        assert Import.objects.get().rows_total == 4
        assert not Program.objects.filter(title="新的名称").exists()
    imported.refresh_from_db()
    assert imported.state == State.LOOKED


def test_who_has_lost_the_claim_takes_all_back() -> None:
    program = ProgramFactory(title="旧的名称")
    imported = ordered(uploaded([["short name", "title"], [program.slug, "新的名称"]]))
    with held(program, workers=1):
        Import.objects.filter(pk=imported.pk).update(
            attempts=F("attempts") + 1
        )  # as another worker claims it
    program.refresh_from_db()
    assert (program.title, Version.objects.of(program).count()) == ("旧的名称", 0)
    Import.objects.update(claimed_until=None)
    assert worked(imported).state == State.ENTERED
    assert Version.objects.of(program).count() == 2


def test_rows_that_somebody_holds_too_long_are_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "PATIENCE", "50ms")
    program = ProgramFactory()
    imported = uploaded([["short name", "title"], [program.slug, "新的名称"]])
    services.order(imported.pk, imported.digest, by=imported.by)
    thread = Thread(target=work)
    with transaction.atomic():
        Program.objects.select_for_update().get(pk=program.pk)
        thread.start()
        thread.join(20)
    imported.refresh_from_db()
    assert (imported.state, imported.attempts, imported.claimed_until) == (State.ENTERING, 0, None)
    assert worked(imported).state == State.ENTERED


def test_a_file_that_took_its_worker_down_three_times_is_given_up() -> None:
    imported = uploaded([["short name"], [ProgramFactory().slug]])
    lapsed = timezone.now() - timedelta(seconds=1)
    Import.objects.update(state=State.LOOKING, attempts=3, claimed_until=lapsed)
    assert worked(imported).state == State.FAILED
    assert imported.trouble.startswith("This file could not be worked through")


# Dies by SIGKILL when all rows are written and nothing is committed.
KILLED = """
import os, signal, django
django.setup()
from django.utils import timezone
from programs.exchange import working
working._end = lambda *args, **values: os.kill(os.getpid(), signal.SIGKILL)
working.work_through_files(timezone.now())
"""


@pytest.mark.exhaustive
def test_a_worker_killed_before_the_end_is_followed_by_one_that_enters_everything_once() -> None:
    program = ProgramFactory(title="旧的名称")
    imported = ordered(uploaded([["short name", "title"], [program.slug, "新的名称"]]))
    place = connection.settings_dict
    url = f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}"
    known = os.environ | {"DATABASE_URL": url, "DEBUG": "true"}
    assert subprocess.run([sys.executable, "-c", KILLED], env=known, check=False).returncode == -9
    program.refresh_from_db()
    assert program.title == "旧的名称"
    assert work_through_files(timezone.now()) == 0  # its claim still stands
    Import.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert worked(imported).state == State.ENTERED
    program.refresh_from_db()
    assert (program.title, Version.objects.of(program).count()) == ("新的名称", 2)
    assert work_through_files(timezone.now()) == 0
