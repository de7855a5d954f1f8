"""Killed workers and two clocks at once: each match is told once, and none is lost."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from portal.api.problems import Refused
from portal.inbox.models import DigestEntry, Message
from programs.finding import alerts, saved
from programs.finding.models import Hit, SavedSearch
from tests.factories.accounts import UserFactory, oneself
from tests.factories.catalog import RoundFactory
from tests.portal.inbox.processes import in_parallel

pytestmark = pytest.mark.django_db(transaction=True)

# A worker that dies by SIGKILL after it wrote its rows and before it commits.
KILLED = """
import os, signal, django
django.setup()
from django.utils import timezone
from programs.finding import alerts
written = alerts.send_all
def send_all(notes, at):
    written(notes, at)
    os.kill(os.getpid(), signal.SIGKILL)
alerts.send_all = send_all
alerts.tell_of_matches(timezone.now())
"""


def waiting(people: int, rounds: int) -> None:
    """People with a saved search, and rounds that came since."""
    since = timezone.now() - timedelta(hours=1)
    for _n in range(people):
        saved.save("券", QueryDict("kind=voucher"), at=since, by=oneself(UserFactory()))
    for _n in range(rounds):
        RoundFactory(program__kind="voucher")


def counts() -> list[int]:
    return [model.objects.count() for model in (Message, DigestEntry, Hit)]


def test_clocks_at_once_tell_each_match_once() -> None:
    waiting(people=6, rounds=2)
    now = timezone.now()
    in_parallel(*[lambda: alerts.tell_of_matches(now)] * 4)
    assert counts() == [12, 12, 12]


def test_clocks_that_see_the_same_search_at_once_tell_it_once(monkeypatch) -> None:
    """Without the row's lock: the row of the match alone has to hold."""
    waiting(people=3, rounds=2)
    rows, now = list(SavedSearch.objects.all()), timezone.now()
    in_parallel(*[lambda: alerts._tell("kind=voucher", rows, now)] * 3)
    assert counts() == [6, 6, 6]


@pytest.mark.exhaustive
def test_a_killed_worker_s_matches_are_told_by_the_next_once() -> None:
    waiting(people=2, rounds=2)
    place = connection.settings_dict
    url = f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}"
    environment = os.environ | {"DATABASE_URL": url}
    killed = subprocess.run([sys.executable, "-c", KILLED], env=environment, check=False)
    assert (killed.returncode, counts()) == (-9, [0, 0, 0])
    for _run in range(2):
        alerts.tell_of_matches(timezone.now())
    assert counts() == [4, 4, 4]


def test_two_saved_at_once_do_not_pass_the_limit_together() -> None:
    reader, now = UserFactory(), timezone.now()
    rows = [SavedSearch(user=reader, name=str(n)) for n in range(saved.MOST - 1)]
    SavedSearch.objects.bulk_create(rows)

    def save(name: str) -> bool:
        try:
            saved.save(name, QueryDict(), at=now, by=oneself(reader))
        except Refused:
            return False
        return True

    answers = in_parallel(*[lambda name=name: save(name) for name in ("a", "b", "c", "d")])
    assert (sorted(answers), reader.saved_searches.count()) == ([False, False, False, True], saved.MOST)
