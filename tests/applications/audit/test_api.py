"""Samples in the API are the auditor's alone."""

import json

import pytest
from django.test import Client

from applications.audit.models import Finding, Sample
from applications.audit.services import drawn_again
from portal.accounts.capacities import Capacity
from tests.factories import intake
from tests.factories.accounts import bearer

pytestmark = pytest.mark.django_db
PATH = "/api/v1/samples/"


def asking(by: Capacity) -> Client:
    return Client(headers=bearer(by.user) | {"X-Acting-As": by.key})


def post(client: Client, path: str, data: object):
    return client.post(path, json.dumps(data), content_type="application/json")


def test_a_sample_is_drawn_read_and_found_about() -> None:
    application = intake.submitted()
    wanted = {
        "title": "2026年抽查",
        "among": "received",
        "since": "2020-01-01",
        "until": "2099-12-31",
        "percent": "5",
        "seed": "2026-11-22",
    }
    client = asking(intake.auditing())
    drawn = post(client, PATH, wanted)
    assert drawn.status_code == 201
    assert (drawn.json()["size"], drawn.json()["population_size"]) == (1, 1)
    assert drawn_again(Sample.objects.get())
    address = drawn["Location"]
    (item,) = client.get(f"{address}items/").json()["results"]
    assert item["number"] == application.number
    path = f"{address}items/{item['id']}/findings/"
    assert post(client, path, {"result": "defect"}).status_code == 409
    assert post(client, path, {"result": "question", "note": "发票重号？"}).status_code == 201
    assert client.get(f"{address}items/").json()["results"][0]["findings"][0]["result"] == "question"
    nothing = post(client, PATH, wanted | {"among": "approved"})
    assert nothing.status_code == 409
    assert post(client, PATH, wanted | {"percent": "4"}).status_code == 400
    clerk = asking(intake.official(application.round.department))
    for refused in (clerk.get(PATH), clerk.get(address), post(clerk, path, {"result": "in_order"})):
        assert refused.status_code == 404
    assert Finding.objects.count() == 1
