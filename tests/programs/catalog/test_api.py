"""Programs and rounds over the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.catalog import ProgramFactory, RequiredDocumentFactory, RoundFactory, commission

pytestmark = pytest.mark.django_db


def got(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1{address}")
    assert response.status_code == status
    return response.json()


def test_programs_are_listed_by_deadline(client: Client) -> None:
    coming = RoundFactory(upcoming=True)
    now = RoundFactory()
    ProgramFactory(draft=True)
    assert [p["slug"] for p in got(client, "/programs/")["results"]] == [
        now.program.slug,
        coming.program.slug,
    ]


def test_program_has_its_clauses_and_published_rounds(client: Client) -> None:
    round_ = RoundFactory()
    RoundFactory(program=round_.program, draft=True)
    found = got(client, f"/programs/{round_.program.slug}/")
    clause = round_.program.clauses.get()
    assert (found["kind"], found["department"]) == ("subsidy", "stc")
    assert [(c["document"], c["number"], c["label"]) for c in found["clauses"]] == [
        (clause.document.slug, clause.number, f"措施 {clause.printed}")
    ]
    assert [r["id"] for r in found["rounds"]] == [round_.pk]


def test_round_tells_money_as_text_and_times_with_offset(client: Client) -> None:
    document = RequiredDocumentFactory(round=RoundFactory(budget=6_000_000))
    found = got(client, f"/rounds/{document.round.pk}/")
    assert found["budget"] == "6000000.00"
    assert found["closes_at"].endswith("+08:00")
    assert found["status"] == "open"
    assert found["form"] == f"http://testserver/api/v1/rounds/{document.round.pk}/form/"
    assert found["documents"][0]["clause"]["document"] == document.clause.document.slug
    assert found["conditions"][0]["sentence"] == "在本市登记注册"


@pytest.mark.parametrize(
    ("situation", "status"), [({"upcoming": True}, "upcoming"), ({"closed": True}, "closed")]
)
def test_round_status(client: Client, situation: dict[str, bool], status: str) -> None:
    assert got(client, f"/rounds/{RoundFactory(**situation).pk}/")["status"] == status


@pytest.mark.parametrize("situation", [{"draft": True}, {"program__draft": True}])
def test_round_that_is_not_public_is_not_found(client: Client, situation: dict[str, bool]) -> None:
    problem = got(client, f"/rounds/{RoundFactory(**situation).pk}/", 404)
    assert problem["status"] == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("kind=internship", 1),
        ("open=true", 2),
        ("open=false", 1),
        ("department=stc", 2),
        ("region=310114", 2),
        ("q=見習", 1),
        ("q=bt", 2),
        ("closing_before={soon}", 1),
        ("closing_before={later}", 2),
    ],
)
@pytest.mark.parametrize("path", ["programs", "rounds"])
def test_filters(client: Client, path: str, query: str, count: int) -> None:
    now = timezone.now()
    RoundFactory(program__kind="internship", program__title="科技见习岗位", program__summary="见习。",
                 program__clauses=[], closes_at=now + timedelta(days=2))  # fmt: skip
    RoundFactory()
    RoundFactory(program__department=commission("ja", "310106"), upcoming=True)
    times = {"soon": now + timedelta(days=3), "later": now + timedelta(days=12)}
    address = query.format(**{name: at.strftime("%Y-%m-%dT%H:%M:%SZ") for name, at in times.items()})
    assert got(client, f"/{path}/?{address}")["count"] == count


@pytest.mark.parametrize(
    "query", ["kind=nonsense", "ordering=nonsense", "closing_before=soon", "open=perhaps&kind=x"]
)
def test_bad_filters_are_problems(client: Client, query: str) -> None:
    assert got(client, f"/programs/?{query}", 400)["errors"]


def test_lists_have_a_fixed_number_of_queries(client: Client) -> None:
    for path in ("programs", "rounds"):
        counts = []
        for _ in range(3):
            RequiredDocumentFactory()
            with CaptureQueriesContext(connection) as queries:
                got(client, f"/{path}/")
            counts.append(len(queries))
        assert len(set(counts)) == 1
