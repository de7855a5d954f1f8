"""Two connections at the same moment: one link, one post, one case officer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import assign
from portal.accounts import services
from portal.accounts.capacities import own_capacity
from portal.accounts.models import AppointmentEvent, Invitation, Post
from portal.history.services import Outcome, verify
from tests.factories import intake
from tests.factories.accounts import UserFactory, official
from tests.portal.organizations.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_link_opened_twice_at_once_gives_one_post():
    boss, user = official(rank="head"), UserFactory(email="new@city.example")
    day = timezone.localdate()
    assert boss.department is not None
    offer = {"starts_on": day, "ends_on": None, "language": "en"}
    invitation = services.invite(user.email, boss.department, "clerk", **offer, by=boss)
    accept = lambda: services.accept(invitation.pk, by=own_capacity(user))  # noqa: E731  # twice the same
    assert sorted(at_once(accept, accept)) == ["done", "refused"]
    assert Post.objects.filter(user=user).count() == 1
    assert {v.outcome for v in verify(AppointmentEvent.objects.all())} == {Outcome.OK}


def test_two_heads_invite_the_same_address_at_once():
    first, second = official(rank="head"), official(rank="head")
    offer = {"starts_on": timezone.localdate(), "ends_on": None, "language": "en"}
    outcomes = at_once(
        *(
            lambda by=by: services.invite("new@city.example", by.department, "clerk", **offer, by=by)
            for by in (first, second)
        )
    )
    assert sorted(outcomes) == ["done", "refused"]
    assert Invitation.objects.count() == 1


def test_appointed_twice_at_once_has_one_post():
    boss, user = official(rank="head"), UserFactory()
    assert boss.department is not None
    appoint = [
        lambda days=days: services.appoint(
            user, boss.department, "clerk", starts_on=timezone.localdate() + timedelta(days), by=boss
        )
        for days in (0, 3)
    ]
    assert sorted(at_once(*appoint)) == ["done", "refused"]
    assert Post.objects.filter(user=user).count() == 1


def test_two_officials_take_the_same_application_at_once():
    application = intake.in_status("submitted")
    officers = [intake.official(), intake.official()]
    outcomes = at_once(
        *(
            lambda who=who: assign(application.pk, who.user, capacity=who, at=timezone.now())
            for who in officers
        )
    )
    assert sorted(outcomes) == ["done", "refused"]
    winner = officers[outcomes.index("done")]
    assert Application.objects.get().handler == winner.user
    assert application.events.filter(kind="handler_changed").count() == 1
