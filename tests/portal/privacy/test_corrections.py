import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.access.models import Entry
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.inbox.models import Message
from portal.privacy.models import Correction
from portal.privacy.services import corrections
from tests.factories.accounts import UserFactory, official

pytestmark = pytest.mark.django_db
LIST_QUERIES = 10


@pytest.fixture
def request_of_somebody() -> Correction:
    return corrections.ask(UserFactory(), "我的姓名写错了，应为林晚舟", timezone.now())


def at_work(capacity: Capacity) -> Client:
    client = Client()
    client.force_login(capacity.user)
    client.post(reverse("switch_capacity"), {"capacity": capacity.key})
    return client


def test_a_request_waits_for_the_head_and_is_answered_once(request_of_somebody):
    client = at_work(official(rank="head"))
    assert "我的姓名写错了" in client.get(reverse("corrections")).content.decode()
    url = reverse("correction", args=[request_of_somebody.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"status": "done", "answer": " "}).status_code == 422
    client.post(url, {"status": "done", "answer": "已改正。"})
    request_of_somebody.refresh_from_db()
    assert request_of_somebody.status == "done"
    told = Message.objects.get(recipient=request_of_somebody.person)
    assert told.body == "已改正。"
    with pytest.raises(Refused):
        corrections.decide(
            request_of_somebody.pk, status="refused", answer="x", by=official(rank="head"), at=timezone.now()
        )
    assert Entry.objects.filter(subject_id=request_of_somebody.person.pk, verb="opened").exists()


@pytest.mark.parametrize("rank", ["clerk", ""])
def test_others_do_not_see_requests(request_of_somebody, rank):
    client = Client()
    client.force_login(official(rank=rank).user if rank else UserFactory())
    assert client.get(reverse("corrections")).status_code == 404
    url = reverse("correction", args=[request_of_somebody.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"status": "done", "answer": "x"}).status_code == 404


def test_a_person_asks_on_their_page_and_reads_the_answer_there():
    user, client = UserFactory(), Client()
    client.force_login(user)
    assert client.post(reverse("ask_correction"), {"wish": ""}).status_code == 422
    client.post(reverse("ask_correction"), {"wish": "手机号登记错误"})
    assert "手机号登记错误" in client.get(reverse("my_data")).content.decode()
    for _time in range(4):
        corrections.ask(user, "再来一次", timezone.now())
    sixth = client.post(reverse("ask_correction"), {"wish": "第六次"})
    assert sixth.status_code == 409
    assert "第六次" in sixth.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(count):
    for number in range(count):
        row = corrections.ask(UserFactory(), f"请求{number}", timezone.now())
        head = official(rank="head")
        corrections.decide(row.pk, status="done", answer="已改正。", by=head, at=timezone.now())
        corrections.ask(UserFactory(), f"另一个{number}", timezone.now())
    client = at_work(head)
    client.get(reverse("corrections"))
    with CaptureQueriesContext(connection) as caught:
        client.get(reverse("corrections"))
    assert len(caught) == LIST_QUERIES
