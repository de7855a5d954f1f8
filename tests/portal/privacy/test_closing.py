from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.intake.models import ApplicationEvent
from portal.accounts import tokens
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.history.services import Outcome, verify
from portal.inbox.models import Delivery, Message
from portal.organizations.models import Membership, OrganizationEvent
from portal.privacy.models import Closing
from portal.privacy.services import closing
from tests.factories.accounts import PASSWORD, UserFactory, official
from tests.factories.intake import acting, decided, draft, open_round, submitted
from tests.factories.organizations import member
from tests.portal.privacy.test_export import signed_in

pytestmark = pytest.mark.django_db


def passed(user: User, days: int = 8) -> int:
    """Close the account as the clock would after some days."""
    return closing.run(timezone.now() + timedelta(days=days))


def test_an_account_is_closed_after_seven_days_and_not_before():
    user = UserFactory(phone="021-5555 0000", name="柳如烟")
    client = signed_in(user)
    client.post(reverse("close_account"))
    assert passed(user, days=6) == 0
    user.refresh_from_db()
    assert user.is_active
    assert passed(user) == 1
    user.refresh_from_db()
    assert (user.email, user.phone, user.is_active) == (f"closed-{user.pk}@closed.invalid", "", False)
    assert user.name != "柳如烟"
    assert not user.has_usable_password()
    assert passed(user) == 0


def test_nothing_opens_a_closed_account():
    user = UserFactory()
    email = user.email
    _token, key = tokens.create(user, "程序", "read")
    client = signed_in(user)
    closing.ask(user, timezone.now())
    passed(user)
    assert client.get("/account/").status_code == 302
    assert Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {key}"}).status_code == 401
    Client().post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert not EmailAddress.objects.filter(email__iexact=email).exists()


def test_what_was_sent_is_forgotten():
    user = UserFactory()
    email = user.email
    closing.ask(user, timezone.now())
    assert Message.objects.filter(recipient=user).exists()
    passed(user)
    assert not Message.objects.filter(recipient=user).exists()
    assert not Delivery.objects.filter(to=email).exists()
    assert not Delivery.objects.filter(body__icontains=email).exists()


def test_histories_lose_the_name_and_still_verify():
    owner = member()
    user = UserFactory(name="柳如烟")
    Membership.objects.create(organization=owner.organization, user=user, role="editor")
    from portal.organizations.events import note

    note(owner.organization, owner, "access_granted", person=user.email)
    note(owner.organization, acting(user, "organization"), "edited", by_name="柳如烟")
    note(owner.organization, owner, "edited", name=["甲", "乙"])
    closing.ask(user, timezone.now())
    passed(user)
    rows = OrganizationEvent.objects.filter(subject=owner.organization)
    assert not rows.filter(payload__icontains="柳如烟").exists()
    assert not rows.filter(payload__icontains="@example.com").exists()
    outcomes = [verdict.outcome for verdict in verify(rows)]
    assert outcomes[-3:] == [Outcome.ERASED, Outcome.ERASED, Outcome.OK]
    assert all(outcome.sound for outcome in outcomes)


def test_the_only_owner_is_told_to_pass_it_on_first():
    owner = member()
    with pytest.raises(Refused, match=owner.organization.name):
        closing.ask(owner.user, timezone.now())
    Membership.objects.create(organization=owner.organization, user=UserFactory(), role="owner")
    assert closing.ask(owner.user, timezone.now())


def test_who_holds_a_post_is_refused():
    with pytest.raises(Refused):
        closing.ask(official().user, timezone.now())


def test_an_open_application_of_ones_own_is_in_the_way():
    round_ = open_round(applicant_kinds=["person"])
    user = UserFactory()
    application = draft(round_, acting(user, "self"))
    with pytest.raises(Refused):
        closing.ask(user, timezone.now())
    decided(submitted(application), "accept", "approve")
    assert closing.ask(user, timezone.now())
    passed(user)
    assert all(v.outcome.sound for v in verify(ApplicationEvent.objects.all()))


def test_what_came_up_meanwhile_stops_the_closing_and_the_person_is_told():
    user = UserFactory()
    closing.ask(user, timezone.now())
    Membership.objects.create(organization=member().organization, user=user, role="owner")
    Membership.objects.filter(role="owner").exclude(user=user).delete()
    assert passed(user) == 0
    user.refresh_from_db()
    assert user.is_active
    assert Closing.objects.get().cancelled_at
    assert Message.objects.filter(recipient=user, key__startswith="account-closing-stopped").exists()


def test_one_may_change_ones_mind():
    user = UserFactory()
    client = signed_in(user)
    client.post(reverse("close_account"))
    assert reverse("keep_account") in client.get("/privacy/mine/").content.decode()
    client.post(reverse("keep_account"))
    assert passed(user) == 0
    user.refresh_from_db()
    assert user.is_active


def test_an_open_session_alone_does_not_close_an_account():
    user, client = UserFactory(), Client()
    client.force_login(user)
    client.post(reverse("close_account"))
    assert not Closing.objects.exists()
