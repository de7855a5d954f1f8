"""Owners invite colleagues: one link, one address, once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.capacities import own_capacity
from portal.accounts.offers import token_of
from portal.api.problems import Refused
from portal.inbox.models import Message
from portal.organizations import services
from portal.organizations.models import AccessRequest, MemberInvitation, Membership
from portal.privacy.erasing import forget_messages
from tests.factories.accounts import UserFactory
from tests.factories.organizations import AccessRequestFactory, member
from tests.portal.organizations.test_pages import acting, text

pytestmark = pytest.mark.django_db
ADDRESS = "new.colleague@firm.example"
LINK = re.compile(r"https?://[^/]+(/member-invitation/\S+/)")


def invite(owner, email=ADDRESS, role="editor"):
    return services.invite(owner.organization.pk, email=email, role=role, by=owner)


def link():
    bodies = [found[1] for sent in mail.outbox if (found := LINK.search(str(sent.body)))]
    return bodies[-1]


def client_of(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_owner_invites_on_the_page_and_the_colleague_comes_in():
    owner = member()
    firm = owner.organization
    page, url = acting(owner), reverse("member_invite", args=[firm.uscc])
    assert url in page.get(reverse("organization", args=[firm.uscc])).content.decode()
    page.post(url, {"email": ADDRESS.upper(), "role": "signatory"})
    assert ADDRESS in text(page.get(reverse("organization", args=[firm.uscc])))
    (sent,) = mail.outbox
    assert (sent.to, firm.name in str(sent.body)) == ([ADDRESS], True)
    assert ADDRESS in Client(headers={"accept-language": "en"}).get(link()).content.decode()
    colleague = UserFactory(email=ADDRESS)
    assert client_of(colleague).post(link()).url == reverse("dashboard")
    assert Membership.objects.get(user=colleague, organization=firm).role == "signatory"
    assert "Invitations that wait" not in text(page.get(reverse("organization", args=[firm.uscc])))
    told = Message.objects.get(kind="invitation_accepted")
    assert told.recipient == owner.user
    kinds = list(firm.events.order_by("seq").values_list("kind", flat=True))
    assert kinds[-2:] == ["member_invited", "invitation_accepted"]


@pytest.mark.parametrize("role", ["editor", "signatory", "viewer"])
def test_only_owners_invite(role):
    owner = member()
    by = member(owner.organization, role)
    with pytest.raises(Refused, match="Only an owner"):
        services.invite(owner.organization.pk, email=ADDRESS, role="viewer", by=by)
    acting(by).post(
        reverse("member_invite", args=[owner.organization.uscc]), {"email": ADDRESS, "role": "viewer"}
    )
    made = invite(owner)
    change = reverse("member_invitation_change", args=[owner.organization.uscc, made.pk, "revoke"])
    assert acting(by).post(change).status_code == 404
    assert MemberInvitation.objects.waiting().get() == made


def test_link_works_once_and_for_its_address_only():
    made, stranger, colleague = invite(member()), UserFactory(), UserFactory(email=ADDRESS)
    page = client_of(stranger).post(link())
    assert (page.status_code, ADDRESS in page.content.decode()) == (409, True)
    client = client_of(colleague)
    assert client.post(link()).status_code == 302
    assert client.post(link()).status_code == 409
    assert made.organization.memberships.count() == 2


def test_unconfirmed_address_is_not_the_persons():
    made, user = invite(member()), UserFactory(email=ADDRESS, confirmed=False)
    with pytest.raises(Refused):
        services.accept(made.pk, by=own_capacity(user))


def test_link_expires_and_is_sent_again():
    owner = member()
    made, colleague = invite(owner), UserFactory(email=ADDRESS)
    old = link()
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        with pytest.raises(Refused, match="expired"):
            services.accept(made.pk, by=own_capacity(colleague))
        services.resend(made.pk, by=owner)
        assert client_of(colleague).get(old).status_code == 404
        assert services.accept(made.pk, by=own_capacity(colleague)).role == "editor"


def test_invitation_taken_back_opens_nothing():
    owner = member()
    made = invite(owner)
    change = reverse("member_invitation_change", args=[owner.organization.uscc, made.pk, "revoke"])
    acting(owner).post(change)
    assert client_of(UserFactory(email=ADDRESS)).post(link()).status_code == 409
    assert owner.organization.memberships.count() == 1
    with pytest.raises(Refused, match="no longer open"):
        services.resend(made.pk, by=owner)


def test_who_lost_the_organization_lets_nobody_in():
    owner = member()
    made, successor = invite(owner), member(owner.organization, "editor")
    services.hand_over(Membership.objects.get(user=successor.user).pk, by=owner)
    with pytest.raises(Refused, match="no longer owns"):
        services.accept(made.pk, by=own_capacity(UserFactory(email=ADDRESS)))
    services.resend(made.pk, by=successor)
    assert MemberInvitation.objects.get().invited_by == successor.user


def test_nobody_is_invited_twice_or_when_inside():
    owner = member()
    invite(owner)
    with pytest.raises(Refused, match="invited already"):
        invite(owner, ADDRESS.title())
    colleague = member(owner.organization, "viewer")
    with pytest.raises(Refused, match="already belongs"):
        invite(owner, colleague.user.email)
    page = acting(owner).post(
        reverse("member_invite", args=[owner.organization.uscc]), {"email": ADDRESS, "role": "viewer"}
    )
    assert (page.status_code, "invited already" in text(page)) == (422, True)


def test_accepting_answers_what_the_person_asked():
    owner, colleague = member(), UserFactory(email=ADDRESS)
    AccessRequestFactory(organization=owner.organization, user=colleague)
    services.accept(invite(owner).pk, by=own_capacity(colleague))
    assert AccessRequest.objects.get().status == "granted"


def test_closed_account_leaves_no_address():
    owner, colleague = member(), UserFactory(email=ADDRESS)
    made = invite(owner)
    forget_messages(colleague, timezone.now())
    made.refresh_from_db()
    assert (made.email, bool(made.revoked_at)) == ("", True)


@pytest.mark.parametrize("token", ["1-x", "nonsense", "1-x.forged"])
def test_forged_link_is_not_found(token):
    invite(member())
    assert Client().get(reverse("member_invitation", args=[token])).status_code == 404


def test_page_of_an_open_link_says_how_to_accept():
    made = invite(member())
    page = Client(headers={"accept-language": "en"}).get(reverse("member_invitation", args=[token_of(made)]))
    assert reverse("account_signup") in page.content.decode()
