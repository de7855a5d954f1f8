"""Officials by invitation: one link, one address, once."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import offers, services
from portal.accounts.capacities import Capacity, capacities_of, own_capacity
from portal.accounts.models import Invitation, User
from portal.api.problems import Refused
from tests.factories.accounts import PASSWORD, UserFactory, official

pytestmark = pytest.mark.django_db
ADDRESS = "new.clerk@city.example"
LINK = re.compile(r"https?://[^/]+(/invitation/\S+/)")


def invite(by: Capacity | None = None, email: str = ADDRESS, **more: Any) -> Invitation:
    by = by or official(rank="head")
    assert by.department is not None
    offer = {"starts_on": timezone.localdate(), "ends_on": None, "language": "zh-hans"} | more
    return services.invite(email, by.department, "clerk", **offer, by=by)


def link() -> str:
    """The path in the newest mail."""
    bodies = [found[1] for sent in mail.outbox if (found := LINK.search(str(sent.body)))]
    return bodies[-1]


def client_of(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.mark.parametrize("first", [timezone.localdate, lambda: timezone.localdate() - timedelta(days=9)])
def test_invitation_that_is_over_before_it_begins_is_refused(first):
    with pytest.raises(Refused):
        invite(starts_on=first(), ends_on=timezone.localdate() - timedelta(days=1))
    assert not Invitation.objects.exists()


def test_invitation_of_an_endless_address_says_so():
    client = client_of(official(rank="head").user)
    address = f"{'a' * 300}@city.example"
    offer = {"email": address, "rank": "clerk", "starts_on": "2030-01-01", "language": "en"}
    assert client.post(reverse("invite"), offer).status_code == 422


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "邀请您"), ("zh-hant", "邀請您"), ("en", "invites you")]
)
def test_invitation_is_mailed_in_its_language(language, words):
    invite(language=language)
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert words in sent.body


def test_invited_person_signs_up_and_becomes_an_official():
    invitation = invite()
    client = Client(headers={"accept-language": "en"})
    page = client.get(link()).content.decode()
    assert ADDRESS in page
    assert reverse("account_signup") in page
    data = {"name": "唐知远", "email": ADDRESS, "password1": PASSWORD, "agree": "on", "next": link()}
    client.post(reverse("account_signup"), data)
    code = re.search(r"^([A-Z0-9-]{6,12})$", str(mail.outbox[-1].body), flags=re.M)
    assert code
    response = client.post(reverse("account_email_verification_sent"), {"code": code[1]})
    assert response.url == link()
    assert client.post(link()).url == reverse("dashboard")
    user = User.objects.get(email=ADDRESS)
    assert capacities_of(user)[0].key == "department:of-310114"
    kinds = user.appointment_events.order_by("seq").values_list("kind", "actor", "capacity")
    inviter = invitation.invited_by
    assert list(kinds) == [
        ("invited", inviter.pk, "department:of-310114"),
        ("invitation_accepted", user.pk, "self"),
    ]


def test_link_works_once():
    invite()
    user = UserFactory(email=ADDRESS)
    client = client_of(user)
    assert client.post(link()).status_code == 302
    page = client.post(link())
    assert (page.status_code, "already" in page.content.decode()) == (409, True)
    assert user.posts.count() == 1


def test_link_is_for_its_address_only():
    invite()
    other = UserFactory()
    page = client_of(other).post(link())
    assert (page.status_code, ADDRESS in page.content.decode()) == (409, True)
    assert not other.posts.exists()


def test_unconfirmed_address_is_not_the_persons():
    invitation = invite()
    user = UserFactory(email=ADDRESS, confirmed=False)
    with pytest.raises(Refused):
        services.accept(invitation.pk, by=own_capacity(user))


def test_link_expires_after_seven_days():
    invitation = invite()
    user = UserFactory(email=ADDRESS)
    with time_machine.travel(timezone.now() + timedelta(days=7)), pytest.raises(Refused):
        services.accept(invitation.pk, by=own_capacity(user))


def test_newer_link_ends_the_older():
    by = official(rank="head")
    invitation = invite(by)
    old = link()
    services.resend(invitation.pk, by=by)
    assert link() != old
    client = client_of(UserFactory(email=ADDRESS))
    assert client.get(old).status_code == 404
    assert client.get(link()).status_code == 200


def test_revoked_invitation_opens_nothing():
    by = official(rank="head")
    invitation = invite(by)
    services.revoke(invitation.pk, by=by)
    assert client_of(UserFactory(email=ADDRESS)).post(link()).status_code == 409
    for again in (services.revoke, services.resend):
        with pytest.raises(Refused):
            again(invitation.pk, by=by)


def test_forged_link_is_404():
    invitation = invite()
    token = offers.token_of(invitation)
    assert Client().get(reverse("invitation", args=[token[:-2] + "xx"])).status_code == 404
    assert Client().get(reverse("invitation", args=["1-2.x"])).status_code == 404


def test_nobody_is_invited_twice_at_a_time():
    by = official(rank="head")
    invite(by)
    with pytest.raises(Refused):
        invite(by, ADDRESS.upper())


def test_clerk_and_other_departments_invite_nobody():
    boss = official(rank="head")
    assert boss.department is not None
    for by in (official(), official("310106", rank="head")):
        with pytest.raises(Refused):
            services.invite(
                ADDRESS,
                boss.department,
                "clerk",
                starts_on=timezone.localdate(),
                ends_on=None,
                language="en",
                by=by,
            )
    assert mail.outbox == []
