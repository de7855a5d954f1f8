from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.privacy.models import Consent, Notice
from portal.privacy.services import consent
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
AGREE = "/privacy/agree/portal/"


def next_version(material: bool = True, kind: str = "portal") -> Notice:
    """A version that came into force a moment ago."""
    now = timezone.now()
    current = consent.current(kind)
    assert current
    Notice.objects.filter(pk=current.pk).update(until=now)
    return Notice.objects.create(
        kind=kind, version=current.version + 1, title="新告知", title_en="New", body="## 一\n- 甲\n乙",
        body_en="x", since=now, material=material,
    )  # fmt: skip


@pytest.fixture
def person(client: Client) -> User:
    """Somebody who joined yesterday, with a session of today."""
    user = UserFactory(date_joined=timezone.now() - timedelta(days=1))
    return user


def test_signing_up_needs_agreement_and_records_it(client):
    data = {"name": "林晚舟", "email": "new@firm.example", "password1": PASSWORD}
    assert client.post(reverse("account_signup"), data).status_code != 302
    assert not User.objects.filter(email="new@firm.example").exists()
    client.post(reverse("account_signup"), data | {"agree": "on"})
    found = Consent.objects.get(person__email="new@firm.example")
    assert found.notice == consent.current("portal")
    assert found.address_hash == consent.address_hash("127.0.0.1")
    assert "127.0.0.1" not in found.address_hash


def test_a_material_change_is_asked_before_the_next_page_and_only_once(client, person):
    notice = next_version()
    client.force_login(person)
    page = client.get("/applications/?page=2")
    assert page.headers["Location"] == f"{AGREE}?next=/applications/%3Fpage%3D2"
    assert client.get(page.headers["Location"]).status_code == 200
    agreed = client.post(AGREE, {"agree": "1", "next": "/applications/?page=2"})
    assert agreed.headers["Location"] == "/applications/?page=2"
    assert client.get("/applications/").status_code == 200
    assert Consent.objects.get(person=person).notice == notice


def test_what_is_sent_is_never_led_away(client, person):
    next_version()
    client.force_login(person)
    assert client.post(reverse("messages_read"), {"all": "1"}).headers.get("Location", "").find("agree") == -1
    assert client.get("/applications/", headers={"HX-Request": "true"}).status_code == 200
    assert client.get("/api/v1/me/").status_code == 200


def test_whoever_does_not_agree_still_gets_at_their_own_data(client, person):
    next_version()
    client.force_login(person)
    for url in ("/privacy/", "/privacy/mine/", "/account/", "/help/"):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("joined", ["after", "before"])
def test_an_immaterial_change_asks_nobody_who_agreed(client, joined):
    user = UserFactory(date_joined=timezone.now() - timedelta(days=9))
    old = consent.current("portal")
    consent.agree(user, old, address="", at=timezone.now())
    next_version(material=False)
    client.force_login(user)
    assert client.get("/applications/").status_code == 200


def test_who_joined_under_the_notice_is_not_asked(client):
    client.force_login(UserFactory())
    assert client.get("/applications/").status_code == 200


def test_without_the_box_nothing_is_recorded(client, person):
    client.force_login(person)
    page = client.post(AGREE, {"next": "/applications/"})
    assert page.status_code == 422
    assert not Consent.objects.exists()


def test_the_way_on_leads_nowhere_else(client, person):
    client.force_login(person)
    for target in ("https://bad.example/", "//bad.example/", "javascript:alert(1)"):
        assert client.post(AGREE, {"agree": "1", "next": target}).headers["Location"] == "/todo/"


def test_every_version_stays_readable_and_one_to_come_is_not_shown(client):
    second = next_version()
    assert client.get("/privacy/portal/1/").status_code == 200
    assert "新告知" in client.get("/privacy/").content.decode()
    Notice.objects.filter(pk=second.pk).update(since=timezone.now() + timedelta(days=1))
    assert client.get("/privacy/portal/2/").status_code == 404


def test_a_separate_consent_can_be_taken_back(client, person):
    client.force_login(person)
    notice = consent.current("identity")
    consent.agree(person, notice, address="", at=timezone.now())
    assert consent.has_agreed(person, "identity")
    client.post("/privacy/mine/consents/identity/withdraw/")
    assert not consent.has_agreed(person, "identity")
    client.post("/privacy/mine/consents/portal/withdraw/")
    assert client.post("/privacy/mine/consents/identity/withdraw/").status_code == 404


def test_who_came_through_single_sign_on_is_asked_once(client):
    user = UserFactory()
    SocialAccount.objects.create(user=user, provider="openid_connect", uid="1")
    client.force_login(user)
    assert client.get("/applications/").headers["Location"].startswith(AGREE)
    client.post(AGREE, {"agree": "1", "next": "/applications/"})
    assert client.get("/applications/").status_code == 200
