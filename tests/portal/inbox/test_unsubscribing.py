import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.inbox import addresses, delivery, kinds, preferences
from portal.inbox.headers import unsubscribe_address, voluntary_group
from portal.inbox.kinds import Digest, register_kinds
from portal.inbox.models import Delivery
from portal.inbox.services import send
from portal.inbox.timing import Quiet
from tests.factories.accounts import UserFactory, oneself
from tests.factories.inbox import DeliveryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def groups(monkeypatch):
    """A group one may turn off and a legal one."""
    monkeypatch.setattr(kinds, "_groups", dict(kinds._groups))
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    register_kinds("news_of_rounds", "News", ["round_news"], legal=False, why="You follow it.")
    register_kinds("letters", "Letters", ["letter"], legal=True)


@pytest.fixture
def reader():
    user = UserFactory(language="en")
    by = oneself(user)
    preferences.choose({"news_of_rounds": preferences.Choice(True, False, Digest.NOW)}, Quiet(None), by=by)
    return user


@pytest.fixture
def machine():
    """A mail program: no cookies, and nothing is let through for want of a token."""
    return Client(enforce_csrf_checks=True, headers={"accept-language": "en"})


def sent(smtp_server, reader, kind):
    send(reader, kind, f"{kind}:1", "Subject", "Text")
    delivery.run()
    return smtp_server.taken[-1]


def wants(reader):
    return preferences.wishes_of([reader.pk]).choice(reader.pk, "round_news").email


def path(reader, group="news_of_rounds"):
    return "/" + unsubscribe_address(reader.pk, group).split("/", 3)[3]


def test_a_mail_one_may_turn_off_says_how(smtp_server, reader, settings):
    settings.SITE_URL = "https://portal.example"
    mail = sent(smtp_server, reader, "round_news")
    assert mail["List-Id"] == "<news-of-rounds.kechuang.example>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip("<>")
    assert link == unsubscribe_address(reader.pk, "news_of_rounds")
    assert link in mail.get_body(("plain",)).get_content()


def test_a_legal_letter_offers_no_way_out(smtp_server, reader):
    mail = sent(smtp_server, reader, "letter")
    assert [mail["List-Id"], mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]] == [None] * 3
    assert "unsubscribe" not in mail.as_string()
    assert voluntary_group("letter") == voluntary_group("nobody named it") == ""


def test_mails_of_libraries_offer_no_way_out(smtp_server, reader):
    DeliveryFactory(to=reader.email, recipient=reader)
    delivery.run()
    assert smtp_server.taken[0]["List-Unsubscribe"] is None
    assert smtp_server.taken[0]["Auto-Submitted"] == "auto-generated"


def test_one_click_turns_the_group_off_without_signing_in(machine, reader):
    response = machine.post(path(reader), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not wants(reader)
    assert machine.post(path(reader)).status_code == 200  # again: the same
    send(reader, "round_news", "round_news:2", "S", "Text")
    assert not Delivery.objects.exists()


def test_looking_at_the_link_changes_nothing(machine, reader):
    response = machine.get(path(reader))
    assert "Turn off these e-mails?" in response.content.decode()
    assert wants(reader)


def test_a_link_that_is_not_ours_is_not_found(machine, reader):
    token = path(reader)
    for forged in (
        token[:-3] + "xx/",
        "/unsubscribe/x/",
        path(reader, "nothing"),
        path(User(pk=0)),
    ):
        assert machine.post(forged).status_code == 404
    assert wants(reader)


def test_a_legal_group_stays_on(machine, reader):
    assert machine.post(path(reader, "letters")).status_code == 409
    assert "These letters always come" in machine.get(path(reader, "letters")).content.decode()


def test_who_does_not_get_our_mail_is_told_and_can_say_that_it_works_again(client, reader):
    client.force_login(reader)
    client.cookies["django_language"] = "en"
    assert "rejects our mail" not in client.get(reverse("messages")).content.decode()
    addresses.suppress(reader.email, "550")
    assert "rejects our mail" in client.get(reverse("messages")).content.decode()
    assert "rejects our mail" in client.get(reverse("dashboard")).content.decode()
    client.post(reverse("address_works"))
    assert not addresses.is_suppressed(reader.email)
    assert client.get(reverse("address_works")).status_code == 405
