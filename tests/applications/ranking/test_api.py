"""Rankings in the API are read by officials and the auditor, without whose score it is."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from applications.ranking import deciding
from portal.accounts.capacities import Capacity
from tests.factories import intake, ranking
from tests.factories.accounts import bearer

pytestmark = pytest.mark.django_db


def asking(by: Capacity) -> Client:
    return Client(headers=bearer(by.user) | {"X-Acting-As": by.key})


def test_list_places_and_meeting_are_read_and_no_reviewer_is_named() -> None:
    round_ = intake.open_round(stages=("meeting", "notice"), live_limit=9)
    head = intake.official(rank="head")
    rows = ranking.accepted(round_, (90, 91), (80, 81))
    found = ranking.drawn(round_, head, budget=Decimal(85000))
    address = f"/api/v1/rankings/{found.pk}/"
    assert asking(head).get(address).json()["meeting"] is None
    deciding.fix(found.pk, ranking.minutes(), by=head, at=timezone.now())
    for by in (head, intake.auditing()):
        told = asking(by).get(address).json()
        assert told["meeting"]["attendees"] == ranking.PEOPLE
        assert len(told["content_hash"]) == 64
        answer = asking(by).get(f"{address}places/")
        places = answer.json()["results"]
        assert [place["number"] for place in places] == [row.number for row in rows]
        assert [place["total"] for place in places] == ["85000.00", "85000.00"]
        assert "评审1" not in answer.text
    assert asking(head).get("/api/v1/rankings/").json()["count"] == 1
    for by in (intake.holder(rows[0]), intake.official(intake.commission("sh-ja", "310106"))):
        assert asking(by).get(address).status_code == 404
    assert asking(intake.holder(rows[0])).get("/api/v1/rankings/").status_code == 404
