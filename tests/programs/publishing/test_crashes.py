"""Killed workers, beats and people at once: every publication happens once, whole or not at all."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.api.problems import Refused
from portal.inbox.models import Message
from programs.catalog import services as catalog
from programs.catalog.models import Program, Round, RoundChange
from programs.publishing import services
from programs.publishing.copying import copy_round
from programs.publishing.digests import digest_of
from programs.publishing.models import Order
from tests.factories.catalog import RoundFactory
from tests.portal.inbox.processes import in_parallel
from tests.programs.publishing.situations import editor, for_two, handed_over, ready

pytestmark = pytest.mark.django_db(transaction=True)
DUE = timedelta(hours=1)

# A worker that dies by SIGKILL when everything is written and before it commits.
KILLED = """
import os, signal, sys, django
from datetime import timedelta
django.setup()
from django.utils import timezone
from programs.publishing import messages, services
written = messages.tell
def tell(*arguments, **options):
    written(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
messages.tell = tell
services.publish_due(timezone.now() + timedelta(hours=2))
"""


def kill_a_worker() -> int:
    settings = connection.settings_dict
    url = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    worker = subprocess.run(
        [sys.executable, "-c", KILLED], env=os.environ | {"DATABASE_URL": url}, check=False
    )
    return worker.returncode


def attempt(function):
    """What a function answers, or its refusal."""

    def tried():
        try:
            return function()
        except Refused as refusal:
            return refusal

    return tried


def state_of(round_: Round) -> tuple[str, str, int, int]:
    """Round, program, how often it was published by its history, how many heard of it."""
    status = Round.objects.get(pk=round_.pk).status
    program = Program.objects.get(pk=round_.program_id).status
    changes = RoundChange.objects.filter(round=round_, field="status").count()
    return str(status), str(program), changes, Message.objects.filter(kind="publication_published").count()


@pytest.mark.exhaustive
def test_a_worker_killed_while_publishing_leaves_nothing_half_done() -> None:
    round_, first = ready(program__draft=True), editor()
    handed_over(round_, first, timezone.now() + DUE)
    assert kill_a_worker() == -9
    assert state_of(round_) == ("draft", "draft", 0, 0)
    assert services.publish_due(timezone.now() + DUE * 2) == 1
    assert state_of(round_) == ("published", "published", 1, 1)


def test_beats_at_once_publish_each_once() -> None:
    rounds, first = [ready() for _n in range(4)], editor()
    for round_ in rounds:
        handed_over(round_, first, timezone.now() + DUE)
    now = timezone.now() + DUE * 2
    assert sum(in_parallel(*[lambda: services.publish_due(now)] * 3)) == 4
    assert list(Order.objects.values_list("state", flat=True)) == ["published"] * 4
    assert list(Message.objects.values_list("kind", flat=True)) == ["publication_published"] * 4
    assert RoundChange.objects.filter(field="status").count() == 4


def test_what_somebody_holds_is_left_to_a_later_minute() -> None:
    """The clock waits for nobody: else one open transaction would keep back everything that is due."""
    round_, first = ready(), editor()
    handed_over(round_, first, timezone.now() + DUE)
    now = timezone.now() + DUE * 2
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)
        assert in_parallel(lambda: services.publish_due(now)) == [0]
    assert services.publish_due(now) == 1


def test_two_colleagues_who_confirm_at_once_publish_once() -> None:
    round_, first, second, third = for_two(), editor(), editor(), editor()
    order = handed_over(round_, first)
    seen = digest_of(order.program, order.round)
    results = in_parallel(
        *[attempt(lambda person=p: services.confirm(order.pk, seen, by=person)) for p in (second, third)]
    )
    assert sorted(type(result).__name__ for result in results) == ["Order", "Refused"]
    assert state_of(round_) == ("published", "published", 2, 1)


def test_two_who_hand_over_at_once_make_one_order() -> None:
    round_, first, second = ready(), editor(), editor()
    at = timezone.now() + DUE
    results = in_parallel(
        *[attempt(lambda person=p: handed_over(round_, person, at)) for p in (first, second)]
    )
    assert sorted(type(result).__name__ for result in results) == ["Order", "Refused"]
    assert Order.objects.count() == 1


def test_canceling_and_the_clock_at_once_agree() -> None:
    for _n in range(3):
        round_, first = ready(), editor()
        order = handed_over(round_, first, timezone.now() + DUE)
        now = timezone.now() + DUE * 2
        in_parallel(
            attempt(lambda o=order.pk, by=first: services.cancel(o, "", by=by)),
            lambda at=now: services.publish_due(at),
        )
        order.refresh_from_db()
        assert (order.state, state_of(round_)[0]) in {("published", "published"), ("canceled", "draft")}


def test_handing_over_and_the_other_door_at_once_publish_once() -> None:
    round_, first, second = ready(), editor(), editor()
    at = timezone.now() + DUE
    in_parallel(
        attempt(lambda: handed_over(round_, first, at)),
        attempt(lambda: catalog.publish_round(round_.pk, second)),
    )
    assert Order.objects.live().count() + (state_of(round_)[0] == "published") == 1


def test_two_who_copy_at_once_make_one_round() -> None:
    source, first, second = RoundFactory(closed=True), editor(), editor()
    copies = [
        attempt(lambda person=p: copy_round(source.pk, "2027年第一批", "", "KC", by=person))
        for p in (first, second)
    ]
    results = in_parallel(*copies)
    assert sorted(type(result).__name__ for result in results) == ["Guide", "Refused"]
    assert source.program.rounds.count() == 2
