from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.inbox.kinds import groups, register_kinds
from portal.inbox.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.inbox import DeliveryFactory, MessageFactory
from tests.portal.inbox.token_source import token

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    found = UserFactory(language="en")
    client.force_login(found)
    client.cookies["django_language"] = "en"
    return found


def page(client, **query):
    response = client.get(reverse("messages"), query)
    assert response.status_code == 200
    return response


def subjects(response):
    return [row.subject for row, _label in response.context["rows"]]


def test_a_visitor_signs_in_first(client):
    for name in ("messages", "messages_upcoming"):
        assert client.get(reverse(name)).status_code == 302
    assert client.post(reverse("messages_read")).status_code == 302


def test_the_list_shows_ones_own_unread_and_newest_first(client, reader):
    for subject in ("first", "second", "read"):
        MessageFactory(recipient=reader, subject=subject)
    MessageFactory(subject="somebody else's")
    Message.objects.filter(subject="read").update(read_at=timezone.now())
    assert subjects(page(client)) == ["second", "first", "read"]


def test_the_list_is_filtered_by_unread_and_kind(client, reader):
    MessageFactory(recipient=reader, subject="read", read_at=timezone.now())
    MessageFactory(recipient=reader, subject="unread")
    MessageFactory(recipient=reader, subject="reminder", kind="draft_closing", read_at=timezone.now())
    assert subjects(page(client, unread="true")) == ["unread"]
    assert subjects(page(client, kind="reminders")) == ["reminder"]
    assert subjects(page(client, kind="reminders", unread="true")) == []
    assert len(subjects(page(client, kind="nonsense"))) == 3


def test_only_the_groups_of_ones_messages_are_offered(client, reader):
    MessageFactory(recipient=reader, kind="draft_closing")
    MessageFactory(kind="submitted")
    assert [group.key for group in page(client).context["groups"]] == ["reminders"]
    chosen = page(client, kind="experts").context["groups"]
    assert {group.key for group in chosen} == {"reminders", "experts"}


def test_the_list_has_pages(client, reader):
    MessageFactory.create_batch(21, recipient=reader)
    assert [len(subjects(page(client, page=number))) for number in (1, 2)] == [20, 1]
    assert "1–20 of 21" in page(client).content.decode()


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, reader):
    taken = []
    for more in (1, 2):
        MessageFactory.create_batch(more, recipient=reader)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_the_empty_list_says_why(client, reader):
    assert "No messages yet" in page(client).content.decode()
    assert "No such message" in page(client, unread="true").content.decode()


def test_the_header_counts_the_unread(client, reader):
    MessageFactory.create_batch(2, recipient=reader)
    MessageFactory(recipient=reader, read_at=timezone.now())
    content = client.get(reverse("messages_upcoming")).content.decode()
    assert 'class="">2</span>' in " ".join(content.split()).replace(" >", ">")


def test_the_todo_page_shows_the_newest(client, reader):
    MessageFactory.create_batch(4, recipient=reader)
    content = client.get(reverse("dashboard")).content.decode()
    assert content.count("Application received") == 3
    assert "4 unread" in content


def test_opening_marks_as_read_and_leads_there(client, reader):
    row = MessageFactory(recipient=reader, url="/programs/")
    response = client.get(reverse("message", args=[row.pk]))
    assert (response.status_code, response.url) == (302, "/programs/")
    row.refresh_from_db()
    assert row.read_at


def test_opening_again_keeps_the_first_time(client, reader):
    before = timezone.now() - timedelta(days=1)
    row = MessageFactory(recipient=reader, read_at=before)
    client.get(reverse("message", args=[row.pk]))
    row.refresh_from_db()
    assert row.read_at == before


def test_a_message_about_nothing_shows_its_text(client, reader):
    row = MessageFactory(recipient=reader, body="<b>Plain</b> text")
    content = client.get(reverse("message", args=[row.pk])).content.decode()
    assert "&lt;b&gt;Plain&lt;/b&gt; text" in content


def test_somebody_elses_message_is_not_there(client, reader):
    assert client.get(reverse("message", args=[MessageFactory().pk])).status_code == 404


@pytest.mark.parametrize(
    ("back", "target"),
    [
        ("/messages/?page=2", "/messages/?page=2"),
        ("https://x.example/", "/messages/"),
        ("//x.example/", "/messages/"),
        ("no such view", "no%20such%20view"),
    ],
)
def test_marking_one_or_all_as_read(client, reader, back, target):
    one, two, three = MessageFactory.create_batch(3, recipient=reader)
    other = MessageFactory()
    response = client.post(reverse("messages_read"), {"message": one.pk, "next": back})
    assert response.url == target
    assert set(Message.objects.unread()) == {two, three, other}
    client.post(reverse("messages_read"))
    assert set(Message.objects.unread()) == {other}


@pytest.mark.parametrize("nonsense", ["x", "²", "-1", "9" * 5000])
def test_marking_nonsense_marks_nothing(client, reader, nonsense):
    MessageFactory(recipient=reader)
    client.post(reverse("messages_read"), {"message": nonsense})
    assert Message.objects.unread().count() == 1


@pytest.mark.usefixtures("source")
def test_what_will_be_sent_is_shown_with_its_time(client, reader):
    token(reader, timezone.now() + timedelta(days=5))
    content = client.get(reverse("messages_upcoming")).content.decode()
    assert content.count("Export expires") == 3
    assert "Export expires" in page(client).content.decode()


def test_an_upper_app_names_its_kinds(client, reader):
    before = groups()
    register_kinds("tests", "Tests", ["notice"])
    try:
        MessageFactory(recipient=reader)
        assert ">Tests</span>" in page(client).content.decode()
        assert len(subjects(page(client, kind="tests"))) == 1
    finally:
        from portal.inbox import kinds

        kinds._groups.pop("tests")
    assert groups() == before


def test_the_demo_mailbox_exists_only_in_the_demo(client):
    row = DeliveryFactory()
    assert client.get(reverse("demo_mail")).status_code == 404
    assert client.get(reverse("demo_mail_detail", args=[row.pk])).status_code == 404


def test_the_demo_mailbox_lists_searches_and_shows(client, settings):
    settings.DEMO = True
    row = DeliveryFactory(body="Your code is 482913. See http://127.0.0.1:8000/x/ <script>")
    DeliveryFactory()
    listed = client.get(reverse("demo_mail"))
    assert listed.content.decode().count(row.subject) == 2
    found = client.get(reverse("demo_mail"), {"q": "482913"})
    assert [mail.pk for mail in found.context["page"]] == [row.pk]
    content = client.get(reverse("demo_mail_detail", args=[row.pk])).content.decode()
    assert "Your code is 482913" in content
    assert '<a href="http://127.0.0.1:8000/x/"' in content
    assert "<script>" not in content.split("<article")[1]
