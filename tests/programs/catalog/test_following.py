from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.inbox.models import Message
from portal.inbox.preferences import choose
from portal.inbox.reminders import run, upcoming_for
from portal.inbox.timing import Choice
from programs.catalog.following import follow
from programs.catalog.models import Follow, Program
from tests.factories.accounts import UserFactory, bearer, oneself
from tests.factories.catalog import ProgramFactory, RoundFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told() -> list[User]:
    return [row.recipient for row in Message.objects.filter(kind="round_opens").order_by("recipient")]


def following(program: Program, since_days: float = 30) -> User:
    """Somebody who began to follow some days ago."""
    reader = UserFactory(language="en")
    follow(program.slug, at=timezone.now() - since_days * DAY, by=oneself(reader))
    return reader


def test_followers_hear_once_when_a_round_opens() -> None:
    now = timezone.now()
    round_ = RoundFactory(opens_at=now + DAY, closes_at=now + 20 * DAY)
    readers = [following(round_.program) for _n in range(2)]
    UserFactory()
    run(now)
    assert told() == []
    for hours in (24, 25, 26):
        run(now + timedelta(hours=hours))
    assert told() == readers
    message = Message.objects.filter(recipient=readers[0]).get()
    assert message.subject == f"Open now: {round_.program.title_en}"
    assert message.url == f"/programs/{round_.program.slug}/?round={round_.pk}"


def test_nobody_hears_of_a_round_opened_before_they_followed() -> None:
    round_ = RoundFactory(opens_at=timezone.now() - DAY)
    following(round_.program, since_days=0.5)
    run(timezone.now())
    assert told() == []


def test_a_round_published_late_is_told_to_who_followed_before() -> None:
    round_ = RoundFactory(opens_at=timezone.now() - 10 * DAY, published_at=timezone.now())
    reader = following(round_.program, since_days=2)
    run(timezone.now())
    assert told() == [reader]


def test_what_opened_long_ago_or_has_closed_is_no_news() -> None:
    now = timezone.now()
    old = RoundFactory(opens_at=now - 90 * DAY, closes_at=now + DAY)
    type(old).objects.filter(pk=old.pk).update(published_at=now - 90 * DAY)
    following(old.program, since_days=100)
    over = RoundFactory(opens_at=now - 10 * DAY, closes_at=now - DAY)
    following(over.program, since_days=100)
    run(now)
    assert told() == []


def test_following_twice_is_following() -> None:
    program, me = ProgramFactory(), oneself()
    first = follow(program.slug, at=timezone.now() - DAY, by=me)
    assert follow(program.slug, at=timezone.now(), by=me) == first
    with pytest.raises(IntegrityError, match="follow_once"), transaction.atomic():
        Follow.objects.create(user=me.user, program=program)


def test_who_turned_it_off_still_reads_it_in_the_portal(client) -> None:
    from portal.inbox.models import Delivery

    round_ = RoundFactory(opens_at=timezone.now() - DAY)
    reader = following(round_.program)
    choose({"following": Choice(email=False, sms=False)}, by=oneself(reader))
    run(timezone.now())
    assert (told(), Delivery.objects.count()) == ([reader], 0)


def test_what_comes_is_announced_with_its_reason() -> None:
    now = timezone.now()
    round_ = RoundFactory(opens_at=now + DAY, closes_at=now + 20 * DAY)
    found = upcoming_for(following(round_.program), now)
    assert [(planned.at, planned.kind) for planned in found] == [(round_.opens_at, "round_opens")]


def test_the_button_follows_and_stops(client) -> None:
    program = RoundFactory().program
    address = f"/programs/{program.slug}/"
    assert client.get(address).context["followed"] is False
    assert client.post(f"{address}follow/").status_code == 302
    assert Follow.objects.count() == 0
    reader = UserFactory(language="en")
    client.force_login(reader)
    assert client.post(f"{address}follow/").headers["Location"] == address
    assert client.get(address).context["followed"] is True
    assert program.slug in client.get("/followed/").content.decode()
    client.post(f"{address}follow/", {"stop": "1", "list": "1"})
    assert Follow.objects.count() == 0


def test_a_draft_cannot_be_followed(client) -> None:
    client.force_login(UserFactory())
    assert client.post(f"/programs/{ProgramFactory(draft=True).slug}/follow/").status_code == 404


def test_the_list_asks_a_fixed_number_of_queries(client, django_assert_max_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    reader = UserFactory()
    client.force_login(reader)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/followed/").status_code == 200
        return len(queries)

    follow(RoundFactory().program.slug, at=timezone.now(), by=oneself(reader))
    count()
    one = count()
    for _n in range(2):
        follow(RoundFactory().program.slug, at=timezone.now(), by=oneself(reader))
    assert count() == one


def test_the_api_follows_lists_and_stops(client) -> None:
    program, reader = ProgramFactory(), UserFactory()
    headers = bearer(reader)
    address = f"/api/v1/follows/{program.slug}/"
    assert client.put(address, headers=headers).json()["program"] == program.slug
    assert client.put("/api/v1/follows/nothing/", headers=headers).status_code == 404
    found = client.get("/api/v1/follows/", headers=headers).json()
    assert [row["program"] for row in found["results"]] == [program.slug]
    other = client.get("/api/v1/follows/", headers=bearer(UserFactory())).json()
    assert other["results"] == []
    assert client.delete(address, headers=headers).status_code == 204
    assert Follow.objects.count() == 0


def test_a_row_of_the_list_follows_and_leads_back_to_the_list(client) -> None:
    program, reader = RoundFactory().program, UserFactory(language="en")
    client.force_login(reader)
    address = "/programs/?kind=subsidy"
    assert client.get(address).context["page"][0].followed is False
    answer = client.post(f"/programs/{program.slug}/follow/", {"next": address})
    assert answer.headers["Location"] == address
    assert client.get(address).context["page"][0].followed is True
    away = client.post(f"/programs/{program.slug}/follow/", {"stop": "1", "next": "https://other.example/"})
    assert away.headers["Location"] == f"/programs/{program.slug}/"
    assert Follow.objects.count() == 0
