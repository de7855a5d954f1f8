"""Posts, deputies, leave and the standing of a person: who may, what follows, what is written down."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import queues, services, tokens
from portal.accounts.capacities import Capacity, capacities_of, held
from portal.accounts.models import AppointmentEvent, Department, Deputy, Post, Role, User
from portal.api.problems import Refused
from portal.history.services import Outcome, verify
from tests.factories.accounts import PASSWORD, DepartmentFactory, UserFactory, capacity, official

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


def admin() -> Capacity:
    return capacity(UserFactory(admin=True), "admin")


def head(code: str = "310114") -> Capacity:
    return official(code, rank="head")


def post_of(who: Capacity) -> Post:
    return Post.objects.in_force().get(user=who.user, department=who.department)


def keys(user: User) -> list[str]:
    return [found.key for found in capacities_of(user)]


def told(user: User) -> list[str]:
    return list(user.appointment_events.order_by("seq").values_list("kind", flat=True))


class Pile:
    """Matters by person: what an upper app would register."""

    def __init__(self, *users: User) -> None:
        self.rows = [(user, f"{user}") for user in users]

    def of(self, user: User, department: Department) -> Sequence[queues.Item]:
        return [queues.Item(label, "/") for holder, label in self.rows if holder == user]

    def hand_over(self, user: User, department: Department, to: User | None, **how: Any) -> int:
        mine = [row for row in self.rows if row[0] == user]
        self.rows = [(to, label) if holder == user else (holder, label) for holder, label in self.rows]  # type: ignore[misc]
        return len(mine)

    def holders(self) -> list[User | None]:
        return [holder for holder, _label in self.rows]


@pytest.fixture
def pile(monkeypatch: pytest.MonkeyPatch) -> Pile:
    pile = Pile()
    monkeypatch.setattr(queues, "_queues", [pile])
    return pile


def test_post_gives_its_capacity_from_the_first_second_of_its_first_day_to_the_last_of_its_last():
    user, department = UserFactory(), DepartmentFactory(code="bureau")
    Post.objects.create(
        user=user, department=department, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 31)
    )
    held_at = {
        "2026-11-30 23:59:59": False,
        "2026-12-01 00:00:00": True,
        "2026-12-31 23:59:59": True,
        "2027-01-01 00:00:00": False,
    }
    for moment, holds in held_at.items():
        with time_machine.travel(datetime.fromisoformat(f"{moment}+08:00"), tick=False):
            assert ("department:bureau" in keys(user)) is holds, moment


def test_ended_post_opens_no_page_the_second_after_midnight():
    who, client = official(), Client()
    Post.objects.update(ends_on=date(2026, 12, 31))
    with time_machine.travel("2026-12-31T23:59:59+08:00", tick=False):
        client.force_login(who.user)
        assert client.get(reverse("workbench")).status_code == 200
    with time_machine.travel("2027-01-01T00:00:00+08:00", tick=False):
        assert client.get(reverse("workbench")).status_code == 404


def test_posts_of_one_person_in_one_department_never_overlap():
    who = head()
    with pytest.raises(IntegrityError, match="post_no_overlap"), transaction.atomic():
        Post.objects.create(user=who.user, department=who.department, starts_on=today())
    with pytest.raises(Refused, match="岗位"):
        services.appoint(who.user, who.department, "clerk", starts_on=today(), by=admin())


def test_ended_post_may_be_followed_by_another_the_next_day():
    who, boss = official(), admin()
    services.end_post(post_of(who).pk, on=today(), by=boss)
    services.appoint(who.user, who.department, "head", starts_on=today() + DAY, by=boss)
    assert [post.rank for post in who.user.posts.order_by("starts_on")] == ["clerk", "head"]


def test_only_the_head_and_the_administrator_appoint():
    clerk, other_head, person = official(), head("310106"), UserFactory()
    deputy = official()
    services.name_deputy(post_of(head()).pk, deputy.user, starts_on=today(), ends_on=None, by=admin())
    standing_in = next(c for c in capacities_of(deputy.user) if c.acting_for)
    assert standing_in.role == "head"
    for by in (clerk, other_head, standing_in, deputy):
        with pytest.raises(Refused):
            services.appoint(person, clerk.department, "clerk", starts_on=today(), by=by)
    for by in (head(), admin()):
        services.appoint(UserFactory(), clerk.department, "clerk", starts_on=today(), by=by)


def test_every_appointment_is_an_event_with_actor_capacity_and_reason():
    boss, person = head(), UserFactory()
    post = services.appoint(person, boss.department, "clerk", starts_on=today(), reason="新进", by=boss)
    services.end_post(post.pk, on=today(), reason="借调期满", by=boss)
    events = list(person.appointment_events.order_by("seq"))
    assert [(e.kind, e.actor, e.capacity, e.payload["reason"]) for e in events] == [
        ("appointed", boss.user, boss.key, "新进"),
        ("ended", boss.user, boss.key, "借调期满"),
    ]
    assert {v.outcome for v in verify(AppointmentEvent.objects.all())} == {Outcome.OK}


def test_events_are_never_changed():
    boss = head()
    services.appoint(UserFactory(), boss.department, "clerk", starts_on=today(), by=boss)
    with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_appointmentevent SET kind = 'x'")


def test_person_with_events_or_posts_is_never_deleted():
    boss, person = head(), UserFactory()
    services.appoint(person, boss.department, "clerk", starts_on=today(), by=boss)
    with pytest.raises(ProtectedError):
        person.delete()


def test_post_not_begun_is_taken_back():
    boss, person = head(), UserFactory()
    post = services.appoint(person, boss.department, "clerk", starts_on=today() + 9 * DAY, by=boss)
    services.end_post(post.pk, on=today(), by=boss)
    assert not Post.objects.not_over().filter(user=person).exists()
    services.appoint(person, boss.department, "head", starts_on=today() + 9 * DAY, by=boss)


def test_transfer_ends_one_post_and_opens_another_on_the_day(pile):
    who, colleague, elsewhere = official(), official(), DepartmentFactory(code="elsewhere")
    pile.rows = Pile(who.user).rows
    services.transfer(post_of(who).pk, elsewhere, "head", on=today(), hand_to=colleague.user, by=admin())
    assert keys(who.user) == ["department:elsewhere", "self"]
    assert pile.holders() == [colleague.user]
    assert told(who.user) == ["queue_handed_over", "transferred"]


def test_only_an_administrator_transfers_to_another_department():
    who, elsewhere = official(), DepartmentFactory(code="elsewhere")
    with pytest.raises(Refused):
        services.transfer(post_of(who).pk, elsewhere, "clerk", on=today() + DAY, by=head())


def test_new_rank_in_the_same_department_keeps_queue_and_deputy(pile):
    who, deputy, boss = official(), official(), head()
    pile.rows = Pile(who.user).rows
    services.name_deputy(post_of(who).pk, deputy.user, starts_on=today(), ends_on=None, by=boss)
    new = services.transfer(post_of(who).pk, who.department, "head", on=today(), by=boss)
    assert (pile.holders(), Deputy.objects.get().post) == ([who.user], new)
    assert capacity(who.user, who.key).role == "head"


def test_queue_of_an_ended_post_goes_to_the_successor_at_midnight(pile):
    who, colleague = official(), official()
    pile.rows = Pile(who.user).rows
    services.end_post(post_of(who).pk, on=today() + DAY, hand_to=colleague.user, by=head())
    services.carry_out_due(timezone.now())
    assert pile.holders() == [who.user]
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert services.carry_out_due(timezone.now()) == 1
        assert services.carry_out_due(timezone.now()) == 0
    assert pile.holders() == [colleague.user]


def test_work_is_handed_over_to_colleagues_only(pile):
    who, stranger = official(), official("310106")
    for to in (stranger.user, who.user):
        with pytest.raises(Refused):
            services.end_post(post_of(who).pk, on=today(), hand_to=to, by=head())
        with pytest.raises(Refused):
            services.hand_over(post_of(who).pk, to, by=head())


def test_deputy_acts_for_the_holder_while_named():
    who, deputy = official(rank="head"), official()
    post, until = post_of(who), today() + 3 * DAY
    services.name_deputy(post.pk, deputy.user, starts_on=today() + DAY, ends_on=until, by=who)
    key = f"{who.key}:for:{post.pk}"
    for days, holds in ((0, False), (1, True), (3, True), (4, False)):
        with time_machine.travel(timezone.now() + days * DAY):
            assert (key in keys(deputy.user)) is holds, days
    with time_machine.travel(timezone.now() + DAY):
        found = capacity(deputy.user, key)
        assert (found.acting_for, found.role, found.department) == (who.user, "head", who.department)
        assert str(who.user) in found.label


def test_deputy_who_left_the_department_stands_in_for_nobody():
    who, deputy, boss = official(), official(), head()
    services.name_deputy(post_of(who).pk, deputy.user, starts_on=today(), ends_on=None, by=boss)
    Post.objects.filter(user=deputy.user).update(ends_on=today() - DAY)
    assert keys(deputy.user) == ["self"]


def test_only_colleagues_are_deputies_and_only_the_holder_or_head_names_them():
    who, colleague, stranger = official(), official(), official("310106")
    with pytest.raises(Refused):
        services.name_deputy(post_of(who).pk, stranger.user, starts_on=today(), ends_on=None, by=who)
    with pytest.raises(Refused):
        services.name_deputy(post_of(who).pk, colleague.user, starts_on=today(), ends_on=None, by=colleague)
    services.name_deputy(post_of(who).pk, colleague.user, starts_on=today(), ends_on=None, by=who)


def test_leave_hands_the_queue_over_at_once_and_what_comes_in_too(pile):
    who, deputy = official(), official()
    pile.rows = Pile(who.user).rows
    leave = services.enter_leave(post_of(who).pk, deputy.user, starts_on=today(), ends_on=today(), by=who)
    assert (pile.holders(), told(who.user)) == (
        [deputy.user],
        ["leave_entered", "leave_begun", "queue_handed_over"],
    )
    assert services.recipient(who.user, who.department) == deputy.user
    with time_machine.travel(timezone.now() + DAY):
        assert services.recipient(who.user, who.department) == who.user
        assert [services.carry_out_due(timezone.now()) for _again in range(2)] == [1, 0]
    assert told(who.user)[-1] == "leave_ended"
    with pytest.raises(Refused), time_machine.travel(timezone.now() + DAY):
        services.end_absence(leave.pk, on=today(), by=who)


def test_leave_entered_for_later_begins_by_itself(pile):
    who, deputy = official(), official()
    pile.rows = Pile(who.user).rows
    services.enter_leave(post_of(who).pk, deputy.user, starts_on=today() + DAY, ends_on=None, by=who)
    services.carry_out_due(timezone.now())
    assert pile.holders() == [who.user]
    with time_machine.travel(timezone.now() + DAY):
        assert [services.carry_out_due(timezone.now()) for _again in range(2)] == [1, 0]
    assert pile.holders() == [deputy.user]


def test_leaves_of_one_post_never_overlap():
    who, deputy = official(), official()
    days = {"starts_on": today(), "ends_on": today() + DAY}
    services.enter_leave(post_of(who).pk, deputy.user, **days, by=who)
    with pytest.raises(Refused):
        services.enter_leave(post_of(who).pk, deputy.user, **days, by=who)


def test_closed_account_is_signed_out_without_tokens_posts_and_queue(pile):
    who, colleague, boss, client = official(), official(), admin(), Client()
    pile.rows = Pile(who.user).rows
    _token, key = tokens.create(who.user, "数据接口", "read")
    client.post(reverse("account_login"), {"login": who.user.email, "password": PASSWORD})
    assert client.get(reverse("workbench")).status_code == 200
    services.deactivate(who.user.pk, reason="调离", hand_to=colleague.user, by=boss)
    assert pile.holders() == [colleague.user]
    assert tokens.find(key) is None
    assert not Post.objects.not_over().filter(user=who.user).exists()
    assert client.get(reverse("workbench")).status_code == 302
    services.reactivate(who.user.pk, reason="回来", by=boss)
    assert client.get(reverse("workbench")).status_code == 302
    assert tokens.find(key) is None
    assert keys(who.user) == ["self"]
    assert told(who.user) == ["queue_handed_over", "deactivated", "reactivated"]


def test_only_an_administrator_closes_accounts_and_never_the_own():
    boss, who = admin(), official()
    with pytest.raises(Refused):
        services.deactivate(who.user.pk, reason="x", by=head())
    with pytest.raises(Refused):
        services.deactivate(boss.user.pk, reason="x", by=boss)
    with pytest.raises(Refused):
        services.deactivate(who.user.pk, reason=" ", by=boss)


@pytest.mark.parametrize(("kind", "days"), [("expert", None), ("auditor", 30), ("admin", None)])
def test_role_is_given_and_taken_with_an_event(kind, days):
    boss, person = admin(), UserFactory()
    last = timezone.localdate() + timedelta(days=days) if days else None
    services.give_role(person.pk, kind, ends_on=last, reason="增补", by=boss)
    assert held(capacities_of(User.objects.get(pk=person.pk)), kind)
    services.take_role(person.pk, kind, reason="届满", by=boss)
    assert keys(User.objects.get(pk=person.pk)) == ["self"]
    assert told(person) == ["role_given", "role_taken"]
    with pytest.raises(Refused):
        services.give_role(person.pk, kind, by=head())


def test_auditor_reads_only_until_the_last_day():
    boss, person = admin(), UserFactory()
    with pytest.raises(Refused):
        services.give_role(person.pk, "auditor", by=boss)
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.create(user=person, kind="auditor")
    today = timezone.localdate()
    services.give_role(person.pk, "auditor", ends_on=today, by=boss)
    assert keys(User.objects.get(pk=person.pk)) == ["auditor", "self"]
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert keys(User.objects.get(pk=person.pk)) == ["self"]
        with pytest.raises(Refused):
            services.give_role(person.pk, "auditor", ends_on=today, by=boss)
    services.give_role(person.pk, "auditor", ends_on=today + timedelta(days=9), by=boss)
    assert Role.objects.get(user=person).ends_on == today + timedelta(days=9)
