"""Who lets whom edit programs, and what the history says about it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import services
from portal.accounts.appointment_rules import admin_refusal
from portal.accounts.capacities import Capacity
from portal.accounts.editing import Reach, reach_of
from portal.accounts.middleware import SESSION_KEY
from portal.accounts.models import Post
from portal.api.problems import Refused
from tests.factories.accounts import UserFactory, capacity, official

pytestmark = pytest.mark.django_db


def post_of(who: Capacity) -> Post:
    return Post.objects.get(user=who.user)


def signed_in(who: Capacity) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(who.user)
    session = client.session
    session[SESSION_KEY] = who.key
    session.save()
    return client


def test_the_head_lets_a_colleague_edit_and_takes_it_back(site_language: None) -> None:
    head, clerk = official(rank="head"), official()
    pages = signed_in(head)
    url = reverse("department_post", args=[post_of(clerk).pk])
    for action, given, kind in (
        ("edit_programs", True, "editing_given"),
        ("edit_no_programs", False, "editing_taken"),
    ):
        assert reverse("change_post", args=[post_of(clerk).pk, action]) in pages.get(url).text
        pages.post(reverse("change_post", args=[post_of(clerk).pk, action]), {f"{action}-reason": "人手不足"})
        assert post_of(clerk).edits_programs is given
        event = clerk.user.appointment_events.latest("seq")
        assert event.payload is not None
        assert (event.kind, event.actor, event.payload["reason"]) == (kind, head.user, "人手不足")
    assert "Edits programs no longer" in pages.get(url).text


def test_nobody_else_lets_anybody_edit() -> None:
    clerk, stranger = official(), official("310106", rank="head")
    for who in (clerk, stranger):
        with pytest.raises(Refused, match=r"负责人|head"):
            services.set_editing(post_of(clerk).pk, True, by=who)
    assert not post_of(clerk).edits_programs


def test_the_right_stays_with_another_rank_and_ends_with_another_department() -> None:
    boss = capacity(UserFactory(admin=True), "admin")
    assert not admin_refusal(boss)
    for crosses in (False, True):
        who, other = official("310114"), official("310106")
        services.set_editing(post_of(who).pk, True, by=boss)
        assert reach_of(who.user) == Reach(paths=("/of-310114/",))
        assert who.department is not None
        assert other.department is not None
        to = other.department if crosses else who.department
        Post.objects.filter(user=who.user).update(starts_on=timezone.localdate().replace(day=1, month=1))
        on = timezone.localdate()
        made = services.transfer(post_of(who).pk, to, "head", on=on, by=boss)
        assert made.edits_programs is not crosses
        assert bool(reach_of(who.user)) is not crosses
