from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from portal.inbox.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.inbox import MessageFactory
from tests.portal.inbox.token_source import token

pytestmark = pytest.mark.django_db

MESSAGES, REMINDERS = "/api/v1/messages/", "/api/v1/reminders/"


@pytest.fixture
def reader():
    return UserFactory()


@pytest.fixture
def api(reader):
    client = APIClient()
    client.force_login(reader)
    return client


def test_a_visitor_is_refused():
    for address in (MESSAGES, REMINDERS):
        assert APIClient().get(address).status_code == 401


def test_the_list_holds_ones_own(api, reader):
    row = MessageFactory(recipient=reader, url="/todo/")
    MessageFactory()
    answer = api.get(MESSAGES).json()
    assert answer["count"] == 1
    assert answer["results"][0] | {"created_at": None} == {
        "id": row.pk,
        "kind": "notice",
        "subject": "Application received",
        "body": "We received it.",
        "url": "/todo/",
        "created_at": None,
        "read_at": None,
    }


def test_the_list_is_filtered(api, reader):
    MessageFactory(recipient=reader, kind="draft_closing", read_at=timezone.now())
    MessageFactory(recipient=reader)
    assert [
        api.get(MESSAGES, query).json()["count"] for query in ({"unread": "true"}, {"kind": "reminders"})
    ] == [1, 1]
    assert api.get(MESSAGES, {"kind": "nonsense"}).status_code == 400


def test_one_is_marked_read_and_unread(api, reader):
    row = MessageFactory(recipient=reader)
    address = f"{MESSAGES}{row.pk}/"
    assert api.get(address).json()["read_at"] is None
    assert api.patch(address, {"read": True}, format="json").json()["read_at"]
    assert api.patch(address, {"read": False}, format="json").json()["read_at"] is None


def test_marking_needs_to_say_how(api, reader):
    row = MessageFactory(recipient=reader)
    answer = api.patch(f"{MESSAGES}{row.pk}/", {}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "/read")


def test_somebody_elses_is_not_there(api):
    address = f"{MESSAGES}{MessageFactory().pk}/"
    assert api.get(address).status_code == 404
    assert api.patch(address, {"read": True}, format="json").status_code == 404


def test_many_or_all_are_marked(api, reader):
    one, _two, _three = MessageFactory.create_batch(3, recipient=reader)
    other = MessageFactory()
    answer = api.patch(MESSAGES, {"read": True, "messages": [one.pk, other.pk]}, format="json")
    assert answer.json() == {"changed": 1, "unread": 2}
    assert api.patch(MESSAGES, {"read": True}, format="json").json() == {"changed": 2, "unread": 0}
    assert list(Message.objects.unread()) == [other]
    assert api.patch(MESSAGES, {"read": True, "messages": [2**70]}, format="json").status_code == 400
    assert api.get(f"{MESSAGES}{2**70}/").status_code == 404


@pytest.mark.usefixtures("source")
def test_reminders_tell_what_comes_and_when(api, reader):
    deadline = timezone.now() + timedelta(days=2)
    token(reader, deadline)
    answer = api.get(REMINDERS).json()
    assert answer["count"] == 2
    assert [row["what"] for row in answer["results"]] == ["Export expires"] * 2
    assert answer["results"][0]["url"] == "/account/"
