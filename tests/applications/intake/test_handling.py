"""With whom an application lies: taken, given, handed over with the post, and what comes in during leave."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.intake.models import Application, ApplicationEvent
from applications.intake.services import assign, perform
from applications.intake.timeline import timeline
from portal.accounts import queues, services
from portal.accounts.capacities import Capacity, capacities_of
from portal.accounts.models import Post, User
from portal.api.problems import Refused
from portal.history.services import Outcome, verify
from tests.factories import intake
from tests.factories.accounts import UserFactory, capacity, official

pytestmark = pytest.mark.django_db


def head() -> Capacity:
    who = intake.official()
    Post.objects.filter(user=who.user).update(rank="head")
    return capacity(who.user, who.key)


def give(application: Application, to: User | None, by: Capacity) -> Application:
    return assign(application.pk, to, capacity=by, at=timezone.now())


def handler(application: Application) -> User | None:
    return Application.objects.select_related("handler").get(pk=application.pk).handler


def post_of(who: Capacity) -> Post:
    return Post.objects.get(user=who.user)


def standing_in(deputy: Capacity) -> Capacity:
    return next(found for found in capacities_of(deputy.user) if found.acting_for)


def signed_in(who: Capacity) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(who.user)
    client.post(reverse("switch_capacity"), {"capacity": who.key})
    return client


def test_official_takes_what_nobody_has_with_an_event():
    application, who = intake.in_status("submitted"), intake.official()
    before = application.revision
    give(application, who.user, who)
    event = application.events.latest("seq")
    assert (handler(application), event.kind, event.actor, event.capacity) == (
        who.user, "handler_changed", who.user, who.key,
    )  # fmt: skip
    assert event.payload == {"from": None, "to": who.user.pk}
    assert Application.objects.get(pk=application.pk).revision == before
    assert {v.outcome for v in verify(ApplicationEvent.objects.all())} == {Outcome.OK}


def test_clerk_neither_gives_to_others_nor_takes_from_them():
    application, who, other = intake.in_status("submitted"), intake.official(), intake.official()
    with pytest.raises(Refused):
        give(application, other.user, who)
    give(application, other.user, other)
    with pytest.raises(Refused):
        give(application, who.user, who)
    give(application, who.user, other)
    assert handler(application) == who.user


def test_head_gives_to_anybody_in_the_department_only():
    application, boss, who = intake.in_status("submitted"), head(), intake.official()
    give(application, who.user, boss)
    give(application, None, boss)
    with pytest.raises(Refused):
        give(application, UserFactory(), boss)
    assert handler(application) is None


def test_other_department_gives_nothing():
    application, stranger = intake.in_status("submitted"), official("310106", rank="head")
    with pytest.raises(Http404):
        give(application, stranger.user, stranger)
    assert handler(application) is None


def test_end_of_a_post_hands_over_what_is_open_and_leaves_what_is_decided():
    who, colleague = intake.official(), intake.official()
    round_ = intake.open_round()
    rows = {
        status: intake.in_status(status, round_=round_) for status in ("submitted", "accepted", "declined")
    }
    Application.objects.update(handler=who.user)
    assert len(queues.of(who.user, round_.department)) == 2
    services.end_post(post_of(who).pk, on=timezone.localdate(), hand_to=colleague.user, by=head())
    assert {status: handler(row) for status, row in rows.items()} == {
        "submitted": colleague.user,
        "accepted": colleague.user,
        "declined": who.user,
    }
    assert rows["submitted"].events.latest("seq").kind == "handler_changed"


def test_correction_during_leave_goes_to_the_deputy():
    who, deputy = intake.official(), intake.official()
    application = intake.in_status("returned")
    day = timezone.localdate()
    services.enter_leave(post_of(who).pk, deputy.user, starts_on=day, ends_on=day + timedelta(3), by=who)
    Application.objects.update(handler=who.user)
    perform(application.pk, "submit", capacity=intake.holder(application), at=timezone.now())
    assert handler(application) == deputy.user


def test_assignment_to_who_is_on_leave_goes_to_the_deputy():
    who, deputy, boss = intake.official(), intake.official(), head()
    application = intake.in_status("submitted")
    services.enter_leave(post_of(who).pk, deputy.user, starts_on=timezone.localdate(), ends_on=None, by=boss)
    give(application, who.user, boss)
    assert handler(application) == deputy.user


def test_deputy_works_on_the_queue_and_is_named_as_deputy():
    who, deputy = intake.official(), intake.official()
    application = intake.in_status("submitted")
    give(application, who.user, who)
    services.name_deputy(post_of(who).pk, deputy.user, starts_on=timezone.localdate(), ends_on=None, by=who)
    acting = standing_in(deputy)
    mine = reverse("workbench") + "?view=mine"
    assert application.number in signed_in(acting).get(mine).text
    assert application.number not in signed_in(deputy).get(mine).text
    perform(application.pk, "accept", capacity=acting, at=timezone.now())
    event = application.events.get(kind="accepted")
    assert (event.actor, event.capacity) == (deputy.user, acting.key)
    lines = timeline(application.events.all(), [], internal=True)
    assert str(who.user) in lines[0].text
    assert str(deputy.user) in lines[0].text


def test_applicants_do_not_read_who_has_it():
    application, who = intake.in_status("submitted"), intake.official()
    give(application, who.user, who)
    owner = intake.holder(application)
    page = signed_in(owner).get(reverse("application", args=[application.pk])).text
    assert "Case officer changed" not in page
    assert (
        "Case officer changed"
        in signed_in(who).get(reverse("review_application", args=[application.pk])).text
    )


def test_page_offers_to_take_and_the_workbench_shows_it():
    application, who = intake.in_status("submitted"), intake.official()
    client = signed_in(who)
    nobody, mine = reverse("workbench") + "?view=nobody", reverse("workbench") + "?view=mine"
    assert application.number in client.get(nobody).text
    assert "Take it" in client.get(reverse("review_application", args=[application.pk])).text
    client.post(reverse("review_assign", args=[application.pk]), {"take": "1"}, follow=True)
    assert application.number not in client.get(nobody).text
    assert application.number in client.get(mine).text


def test_page_of_a_colleague_says_with_whom_it_lies():
    application, who, other = intake.in_status("submitted"), intake.official(), intake.official()
    give(application, other.user, other)
    client = signed_in(who)
    page = client.get(reverse("review_application", args=[application.pk])).text
    assert "This application lies with" in page
    client.post(reverse("review_assign", args=[application.pk]), {"take": "1"})
    assert handler(application) == other.user


def test_forms_choice_is_the_departments_people_only():
    application, boss = intake.in_status("submitted"), head()
    signed_in(boss).post(reverse("review_assign", args=[application.pk]), {"assign-to": UserFactory().pk})
    assert handler(application) is None
    signed_in(boss).post(reverse("review_assign", args=[application.pk]), {"assign-to": boss.user.pk})
    assert handler(application) == boss.user


def test_who_stands_in_for_the_successor_does_not_keep_the_work_when_leaving():
    application, boss, deputy = intake.in_status("submitted"), head(), intake.official()
    today = timezone.localdate()
    services.enter_leave(post_of(boss).pk, deputy.user, starts_on=today, ends_on=None, by=boss)
    give(application, deputy.user, deputy)
    services.end_post(post_of(deputy).pk, on=today, hand_to=boss.user, by=boss)
    assert handler(application) == boss.user
