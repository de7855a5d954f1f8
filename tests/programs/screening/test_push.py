import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from portal.inbox.models import Delivery, DigestEntry, Message, Preference
from portal.organizations.models import Organization
from programs.catalog import services as catalog
from programs.catalog.models import Round
from programs.screening import push
from programs.screening.models import Notified, Push
from tests.factories.catalog import administrator
from tests.factories.organizations import member
from tests.portal.inbox.processes import in_parallel
from tests.programs.publishing.situations import ready
from tests.programs.screening.situations import INTENSITY, signed_in
from tests.programs.screening.whatif_world import clerk, firm, page, round_of

# A worker that dies by SIGKILL when its second batch is written and before it commits.
KILLED = """
import os, signal, django
django.setup()
from django.utils import timezone
from portal.inbox import mass
from programs.screening import push
push.BATCH = 2
written, count = mass.tell_all, []
def tell_all(*arguments):
    count.append(written(*arguments))
    if len(count) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
mass.tell_all = tell_all
push.tell_audiences(timezone.now())
"""


def people_of(organization: Organization) -> Any:
    """Its owner."""
    return member(organization).user


def publish(*tests: Any) -> Round:
    """A round that has just been published."""
    round_ = round_of(*tests)
    push.ask(round_, administrator())
    return round_


def told() -> list[str]:
    return sorted(Message.objects.filter(kind="qualifying").values_list("recipient__email", flat=True))


@pytest.mark.django_db
def test_nobody_is_told_of_a_round_that_has_closed() -> None:
    people_of(firm(5))
    round_ = publish()
    past = timezone.now() - timedelta(hours=1)
    Round.objects.filter(pk=round_.pk).update(opens_at=past - timedelta(days=9), closes_at=past)
    push.tell_audiences(timezone.now())
    assert (told(), Push.objects.filter(finished_at=None).exists()) == ([], False)


@pytest.mark.django_db
def test_those_who_qualify_are_told_once_with_the_reasons() -> None:
    yes, no, unknown = firm(5), firm(1), firm(None)
    owner = people_of(yes)
    viewer = member(yes, role="viewer").user
    for other in (no, unknown):
        people_of(other)
    firm(9)  # nobody belongs to it
    round_ = publish()
    push.tell_audiences(timezone.now())
    message = Message.objects.get(kind="qualifying")
    assert message.recipient == owner != viewer
    assert yes.name in message.subject
    assert "1. 条件0" in message.body
    assert message.body.count("截止。") == 1
    assert message.url == f"/programs/{round_.program.slug}/?round={round_.pk}"
    assert list(Notified.objects.values_list("organization", "people")) == [(yes.pk, 1)]
    assert DigestEntry.objects.get().message == message
    assert not Delivery.objects.filter(kind="qualifying").exists()
    assert Push.objects.get().finished_at


@pytest.mark.django_db
def test_nobody_is_told_twice_even_where_a_push_begins_again() -> None:
    people_of(firm(5))
    publish()
    push.tell_audiences(timezone.now())
    Push.objects.update(after=0, finished_at=None)
    push.tell_audiences(timezone.now())
    assert Message.objects.filter(kind="qualifying").count() == Notified.objects.count() == 1


@pytest.mark.django_db
def test_preferences_turn_it_off_or_ask_for_a_mail_at_once() -> None:
    silent, quick = people_of(firm(5)), people_of(firm(6))
    Preference.objects.create(user=silent, group="qualifying", email=False, sms=False)
    Preference.objects.create(user=quick, group="qualifying", email=True, sms=False, digest="now")
    publish()
    push.tell_audiences(timezone.now())
    assert told() == [quick.email]
    assert Notified.objects.count() == 1
    assert Delivery.objects.get(kind="qualifying").to == quick.email
    assert not DigestEntry.objects.exists()


@pytest.mark.django_db
def test_each_reads_it_in_their_own_language() -> None:
    owner = people_of(firm(5))
    owner.language = "en"
    owner.save()
    publish()
    push.tell_audiences(timezone.now())
    message = Message.objects.get(kind="qualifying")
    assert "qualifies: Service subsidy" in message.subject
    assert "1. Condition 0 (" in message.body


@pytest.mark.django_db
def test_publishing_asks_for_it_and_a_round_without_tests_does_not() -> None:
    tested, declared = ready(), ready()
    tested.conditions.update(test=INTENSITY)
    for round_ in (tested, declared):
        catalog.publish_round(round_.pk, administrator())
    assert [row.round for row in Push.objects.all()] == [tested]


@pytest.mark.django_db
def test_a_round_of_a_draft_program_waits() -> None:
    people_of(firm(5))
    round_ = publish()
    program = round_.program
    program.status = "draft"
    program.save()
    push.tell_audiences(timezone.now())
    assert told() == []


@pytest.mark.django_db
def test_a_claimed_push_is_left_alone_until_its_claim_runs_out() -> None:
    people_of(firm(5))
    publish()
    Push.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))
    push.tell_audiences(timezone.now())
    assert told() == []
    Push.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    push.tell_audiences(timezone.now())
    assert len(told()) == 1


@pytest.mark.django_db
def test_a_worker_whose_claim_was_taken_over_stops() -> None:
    people_of(firm(5))
    publish()
    mine = push.claim()
    assert mine
    Push.objects.update(claimed_until=timezone.now() + timedelta(minutes=9))
    assert not push.tell_batch(mine)
    assert told() == []


@pytest.mark.django_db
def test_officials_see_who_was_told_and_take_the_list_with_them() -> None:
    yes = firm(5)
    people_of(yes)
    round_ = publish()
    push.tell_audiences(timezone.now())
    client = signed_in(clerk())
    for address in ("told/", "told/?q=虚构", "told/?region=310114"):
        assert yes.name in client.get(page(round_, address)).content.decode()
    assert yes.name not in client.get(page(round_, "told/?q=none")).content.decode()
    assert yes.uscc in client.get(page(round_, "told/export/?format=csv")).content.decode()


@pytest.mark.exhaustive
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_is_followed_by_another_that_tells_the_rest_once() -> None:
    people = sorted(people_of(firm(5)).email for _number in range(6))
    publish()
    settings = connection.settings_dict
    url = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    environment = os.environ | {"DATABASE_URL": url}
    assert subprocess.run([sys.executable, "-c", KILLED], env=environment, check=False).returncode == -9
    assert Notified.objects.count() == len(told()) == 2
    push.tell_audiences(timezone.now())
    assert len(told()) == 2  # its claim still holds
    Push.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    push.tell_audiences(timezone.now())
    assert told() == people
    assert Notified.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_tell_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "BATCH", 2)
    people = sorted(people_of(firm(5)).email for _number in range(6))
    publish()
    in_parallel(*[lambda: push.tell_audiences(timezone.now())] * 3)
    assert told() == people
    assert Notified.objects.count() == 6
