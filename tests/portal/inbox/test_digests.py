from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.inbox import digests, kinds
from portal.inbox.kinds import Digest as Every
from portal.inbox.models import Delivery, Digest, DigestEntry, Message
from portal.inbox.preferences import choose
from portal.inbox.services import send
from portal.inbox.timing import Choice
from tests.factories.accounts import UserFactory, oneself
from tests.portal.inbox.test_crashes import in_parallel

NOON = datetime(2026, 12, 9, 4, 0, tzinfo=UTC)
MORNING = datetime(2026, 12, 10, 0, 30, tzinfo=UTC)  # 8:30 of the next day in Shanghai
DAY = timedelta(days=1)


@pytest.fixture
def reader():
    """Somebody who wants news once a day."""
    kinds.register_kinds("news", "News", ["news"], legal=False)
    me = oneself(UserFactory(language="en"))
    choose({"news": Choice(email=True, sms=False, digest=Every.DAILY)}, by=me)
    yield me.user
    kinds._groups.pop("news")
    kinds._kinds.pop("news")


def news(person, count=2, at=NOON):
    with time_machine.travel(at, tick=False):
        for number in range(count):
            send(person, "news", f"{number}:{at}", f"Item {number}", "Text")


@pytest.mark.django_db
def test_one_mail_lists_what_was_collected(reader, settings):
    settings.SITE_URL = "https://kechuang.example"
    news(reader)
    digests.run(MORNING - timedelta(seconds=1))
    assert Delivery.objects.count() == 0
    digests.run(MORNING)
    digests.run(MORNING + timedelta(hours=3))
    mail, first = Delivery.objects.get(), Message.objects.earliest("pk")
    assert mail.subject == "2 messages for you on Kechuang"
    assert f"• Item 0\n  https://kechuang.example/messages/{first.pk}/\n\n• Item 1" in mail.body
    assert "https://kechuang.example/account/notifications/" in mail.body
    assert DigestEntry.objects.filter(digest=Digest.objects.get()).count() == 2


@pytest.mark.django_db
def test_what_comes_late_goes_into_the_next(reader):
    news(reader, 1)
    digests.run(MORNING)
    DigestEntry.objects.update(digest=None)  # committed after the collected e-mail was made
    digests.run(MORNING + timedelta(hours=1))
    assert Delivery.objects.count() == 1
    digests.run(MORNING + DAY)
    assert Delivery.objects.count() == 2


@pytest.mark.django_db
def test_after_a_standstill_it_is_sent_later_that_day_or_the_next(reader):
    news(reader)
    digests.run(MORNING + DAY - timedelta(hours=1))
    assert Delivery.objects.count() == 0
    digests.run(MORNING + DAY + timedelta(hours=9))
    assert Delivery.objects.count() == 1


@pytest.mark.django_db
def test_who_left_gets_nothing(reader):
    news(reader)
    reader.is_active = False
    reader.save()
    digests.run(MORNING)
    assert Delivery.objects.count() == 0


@pytest.mark.django_db
def test_batches_reach_everybody(reader, monkeypatch):
    monkeypatch.setattr(digests, "BATCH", 2)
    for number in range(5):
        person = UserFactory()
        message = Message.objects.create(
            recipient=person, kind="news", key=str(number), subject="S", body="T"
        )
        DigestEntry.objects.create(user=person, message=message, due_at=NOON)
    digests.run(MORNING)
    assert Delivery.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_send_it_once(reader):
    news(reader)
    in_parallel(*[lambda: digests.run(MORNING)] * 3)
    assert [Delivery.objects.count(), Digest.objects.count()] == [1, 1]
    assert timezone.now() >= Delivery.objects.get().due_at
