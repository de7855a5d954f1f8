"""Workers that are killed for good while they enter a list: nothing is lost, nothing is entered twice."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from portal.facts.models import Statement
from portal.history.services import Outcome, verify
from portal.importing import services, working
from portal.importing.models import ImportedList
from portal.organizations.models import Organization, OrganizationEvent
from tests.factories.accounts import official
from tests.factories.organizations import code
from tests.portal.importing.lists import HEAD, ONE, csv, does, looked_through, work
from tests.portal.inbox.processes import in_parallel

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]
COUNT = 7

# Dies by SIGKILL when its second batch is written and not yet committed.
KILLED = """
import os, signal, django
django.setup()
from portal.importing import entering, working
working.BATCH = 2
written, batches = entering.state_many, []
def state_many(told, **more):
    written(told, **more)
    batches.append(told)
    if len(batches) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
entering.state_many = state_many
working.step()
working.step()
"""


def ordered() -> ImportedList:
    """A list that is about to be entered."""
    head = official(rank="head", language="en")
    row = looked_through(csv(HEAD, *[[code(n), f"虚构{n}", *ONE[2:]] for n in range(1, COUNT + 1)]), head)
    services.order(row.pk, by=head)
    return row


def entered_once(row: ImportedList) -> None:
    """Every line is there, once, with its history."""
    row.refresh_from_db()
    assert (row.state, row.rows_done, does(row)) == (ImportedList.State.ENTERED, COUNT, ["new"] * COUNT)
    assert Organization.objects.count() == COUNT
    assert Statement.objects.filter(key="revenue").count() == COUNT
    events = OrganizationEvent.objects.all()
    assert events.filter(kind="registered").count() == events.filter(kind="stated").count() == COUNT
    assert {verdict.outcome for verdict in verify(events)} == {Outcome.OK}


def test_killed_worker_leaves_whole_batches_and_the_next_goes_on() -> None:
    row = ordered()
    place = connection.settings_dict
    url = f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], env=os.environ | {"DATABASE_URL": url}, check=False
    )
    row.refresh_from_db()
    assert (killed.returncode, row.state, row.rows_done) == (-9, ImportedList.State.ENTERING, 2)
    assert (Organization.objects.count(), Statement.objects.filter(key="revenue").count()) == (2, 2)
    work()
    entered_once(row)


def test_workers_at_once_enter_a_list_once(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ordered()
    monkeypatch.setattr(working, "BATCH", 2)
    in_parallel(*[work] * 3)
    work()
    entered_once(row)
