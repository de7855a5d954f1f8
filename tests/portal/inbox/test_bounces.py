import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.core.management import call_command

from portal.inbox import addresses, bounces, delivery
from portal.inbox.models import Delivery, Message, Suppression
from portal.inbox.services import send
from tests.factories.accounts import UserFactory
from tests.factories.inbox import DeliveryFactory
from tests.portal.inbox.pop_server import pop_server

pytestmark = pytest.mark.django_db

REPORT = """\
From: MAILER-DAEMON@relay.example
To: bounces@kechuang.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; gone@firm.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} nobody here

--b
Content-Type: {returned}

Subject: =?utf-8?b?55Sz6K+3?=
Message-ID: {message_id}

--b--
"""


def report(row, action="failed", status="5.1.1", returned="message/rfc822"):
    text = REPORT.format(action=action, status=status, returned=returned, message_id=row.message_id)
    return text.encode()


def sent(**fields):
    row = DeliveryFactory(**fields)
    Delivery.objects.filter(pk=row.pk).update(status="sent", sent_at=row.due_at)
    return row


def bounce(row):
    row.refresh_from_db()
    return row.bounce


@pytest.fixture
def mailbox(settings):
    with pop_server() as server:
        settings.BOUNCE_MAILBOX_URL = server.url
        yield server


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_marks_the_mail_and_stops_the_address(mailbox, returned, capsys):
    row, other = sent(to="Gone@firm.example"), sent()
    mailbox.mails = [report(row, returned=returned), b"Subject: I am on holiday\n\nBye."]
    call_command("read_bounces")
    assert capsys.readouterr().out == "2 read\n"
    assert (bounce(row), bounce(other), mailbox.mails) == ("hard", "", [])
    assert row.last_error == "5.1.1 smtp; 550 5.1.1 nobody here"
    assert addresses.is_suppressed("gone@FIRM.example")


@pytest.mark.parametrize("status", ["4.1.1", "4.4.7", "5.2.2", "5.7.1", "5.3.0"])
def test_other_trouble_is_no_fault_of_the_address(status):
    row = sent()
    assert bounces.take(report(row, status=status))
    assert bounce(row) == "soft"
    assert not Suppression.objects.exists()


def test_a_delay_and_a_receipt_are_no_failure():
    row = sent()
    assert not bounces.take(report(row, action="delayed", status="4.4.7"))
    assert not bounces.take(report(row, action="delivered", status="2.1.5"))
    assert bounce(row) == ""


def test_a_report_about_a_mail_of_others_changes_nothing():
    stranger = Delivery(message_id="<somebody@else.example>")
    assert not bounces.take(report(stranger))
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n\n",
        b"Content-Type: multipart/report\n\nno parts",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n",
    ],
)
def test_what_nobody_can_read_is_no_report(content):
    assert not bounces.take(content)


def test_a_report_read_twice_counts_once():
    row = sent()
    assert bounces.take(report(row))
    addresses.lift(row.to)
    assert not bounces.take(report(row))
    assert not addresses.is_suppressed(row.to)


def test_a_mailbox_that_is_away_or_locked_waits(settings, caplog):
    settings.BOUNCE_MAILBOX_URL = "pop3://bounces:secret@127.0.0.1:9"
    assert bounces.read_mailbox() == 0
    assert "cannot be read" in caplog.text
    assert "secret" not in caplog.text
    with pop_server() as server:
        settings.BOUNCE_MAILBOX_URL = server.url.replace("a%40b", "wrong")
        server.mails = [b"Subject: x\n\n"]
        assert bounces.read_mailbox() == 0
        assert len(server.mails) == 1


def test_nothing_more_goes_to_a_suppressed_address_but_the_portal_still_tells(smtp_server):
    reader = UserFactory(email="Gone@firm.example")
    addresses.suppress("gone@firm.example", "550 nobody")
    send(reader, "notice", "one", "S", "Text")
    assert delivery.run() == 1
    row = Delivery.objects.get()
    assert (row.status, row.reason) == ("dead", "suppressed")
    assert smtp_server.taken == []
    assert Message.objects.filter(recipient=reader).count() == 1


def test_codes_go_to_a_suppressed_address(smtp_server):
    row = DeliveryFactory()
    addresses.suppress(row.to, "550 nobody")
    delivery.run()
    assert smtp_server.ids == [row.message_id]


@pytest.mark.parametrize(
    ("answer", "stops"),
    [
        ("550 no such mailbox", True),
        ("550 5.1.1 no such mailbox", True),
        ("554 no service", False),
        ("550 5.7.1 relaying denied", False),
    ],
)
def test_a_refused_recipient_stops_the_address(smtp_server, answer, stops):
    row = DeliveryFactory(kind="notice")
    smtp_server.answers["RCPT"] = [answer]
    delivery.run()
    row.refresh_from_db()
    assert (row.status, row.reason) == ("dead", "refused")
    assert addresses.is_suppressed(row.to) == stops


def test_a_confirmed_address_takes_mail_again(rf):
    user = UserFactory()
    addresses.suppress(user.email, "550 nobody")
    own = EmailAddress(user=user, email=user.email.upper())
    email_confirmed.send(EmailAddress, request=rf.get("/"), email_address=own)
    assert not addresses.is_suppressed(user.email)


def test_mail_returns_to_the_address_for_it(smtp_server, settings):
    settings.BOUNCE_ADDRESS = "bounces@kechuang.example"
    DeliveryFactory()
    delivery.run()
    assert any(command.startswith("mail FROM:<bounces@kechuang.example>") for command in smtp_server.commands)
