import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail

from portal.inbox.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings):
    """As in production; the test runner keeps mails in memory."""
    settings.MAILERS = {"default": {"BACKEND": "portal.inbox.backends.OutboxEmailBackend"}}


def test_a_librarys_mail_becomes_a_row():
    assert send_mail("Your code", "123456", None, ["Li <li@firm.example>"]) == 1
    row = Delivery.objects.get()
    assert (row.to, row.subject, row.body, row.html, row.status) == (
        "li@firm.example",
        "Your code",
        "123456",
        "",
        "pending",
    )
    assert row.message_id.endswith("@kechuang.example>")


def test_html_alternative_and_message_id_are_kept():
    mail = EmailMultiAlternatives(
        "S", "text", None, ["a@firm.example"], headers={"Message-ID": "<own@x.example>"}
    )
    mail.attach_alternative("<p>text</p>", "text/html")
    mail.send()
    row = Delivery.objects.get()
    assert (row.body, row.html, row.message_id) == ("text", "<p>text</p>", "<own@x.example>")


def test_html_only_gets_a_text():
    mail = EmailMessage("S", "<p>text</p>", None, ["a@firm.example"])
    mail.content_subtype = "html"
    mail.send()
    row = Delivery.objects.get()
    assert (row.body, row.html) == ("text", "<p>text</p>")


def test_each_address_has_its_row():
    EmailMessage("S", "text", None, ["a@firm.example"], cc=["b@firm.example"], bcc=["c@firm.example"]).send()
    rows = Delivery.objects.order_by("id")
    assert [row.to for row in rows] == ["a@firm.example", "b@firm.example", "c@firm.example"]
    assert len({row.message_id for row in rows}) == 3


def test_attachments_are_refused():
    mail = EmailMessage("S", "text", None, ["a@firm.example"])
    mail.attach("a.txt", "text", "text/plain")
    with pytest.raises(ValueError, match="attachments"):
        mail.send()
    assert not Delivery.objects.exists()
