import pytest
from rest_framework.test import APIClient

from portal.accounts import tokens
from portal.webhooks import sending
from portal.webhooks.models import Endpoint
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db

URL = "/api/v1/webhooks/"
KINDS = ["application.submitted"]


def caller(capacity, scope="write"):
    _token, key = tokens.create(capacity.user, "erp", scope)
    client = APIClient(headers={"accept-language": "en"})
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}", HTTP_X_ACTING_AS=capacity.key)
    return client


def test_a_webhook_from_its_registration_to_its_end(system, owner):
    client = caller(owner)
    made = client.post(URL, {"url": system.url, "kinds": KINDS}, format="json")
    assert made.status_code == 201
    assert made.json()["secret"] == Endpoint.objects.get().secret
    one = made["Location"]
    assert "secret" not in client.get(one).json()
    assert client.get(URL).json()["count"] == 1
    changed = client.patch(one, {"kinds": ["application.approved"]}, format="json").json()
    assert (changed["url"], changed["kinds"]) == (system.url, ["application.approved"])
    assert client.post(f"{one}secret/").json()["secret"] != made.json()["secret"]
    sent = client.post(f"{one}test/")
    assert (sent.status_code, sent.json()["status"]) == (202, "pending")
    sending.run()
    [event] = client.get(f"{one}events/").json()["results"]
    assert (event["status"], event["log"][0]["status"]) == ("sent", 200)
    assert client.post(f"{one}events/{event['id']}/again/").status_code == 202
    assert client.delete(one).status_code == 204
    assert client.get(one).status_code == 404


def test_a_private_address_is_a_problem_document(system, owner):
    answer = caller(owner).post(URL, {"url": "https://10.0.0.1/", "kinds": KINDS}, format="json")
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert "private network" in answer.json()["detail"]


def test_others_find_nothing(endpoint, owner):
    for capacity in (member(owner.organization, "editor"), member()):
        client = caller(capacity)
        assert client.get(URL).json()["count"] == 0
        assert client.get(f"{URL}{endpoint.pk}/").status_code == 404
        for path in ("secret/", "test/", "events/1/again/"):
            assert client.post(f"{URL}{endpoint.pk}/{path}").status_code == 404
        assert client.delete(f"{URL}{endpoint.pk}/").status_code == 404
    editor = caller(member(owner.organization, "editor"))
    assert editor.post(URL, {"url": endpoint.url, "kinds": KINDS}, format="json").status_code == 404


def test_a_token_that_reads_changes_nothing(endpoint, owner):
    client = caller(owner, "read")
    assert client.get(f"{URL}{endpoint.pk}/").status_code == 200
    assert client.post(f"{URL}{endpoint.pk}/secret/").status_code == 403
