import pytest
from django.test import Client

from tests.factories import intake
from tests.factories.accounts import bearer
from tests.factories.catalog import ProgramFactory

pytestmark = pytest.mark.django_db


def test_a_detail_has_the_fields_asked_for():
    made = intake.submitted()
    headers = bearer(intake.holder(made).user) | {"X-Acting-As": intake.holder(made).key}
    path = f"/api/v1/applications/{made.pk}/?fields=number,applicant"
    answer = Client().get(path, headers=headers)
    assert answer["ETag"] == f'"{made.revision}"'
    assert set(answer.json()) == {"number", "applicant"}
    assert set(answer.json()["applicant"]) == {"kind", "uscc", "name"}


def test_a_list_has_the_fields_asked_for():
    program = ProgramFactory()
    answer = Client().get("/api/v1/programs/?fields=slug, title").json()
    assert answer["results"] == [{"slug": program.slug, "title": program.title}]
    assert answer["count"] == 1


def test_what_was_not_asked_for_is_left_out():
    made = intake.submitted()
    capacity = intake.holder(made)
    headers = bearer(capacity.user) | {"X-Acting-As": capacity.key}
    Client().get("/api/v1/me/", headers=headers)
    whole = Client().get("/api/v1/applications/", headers=headers)
    part = Client().get("/api/v1/applications/?fields=id", headers=headers)
    assert "actions" in whole.json()["results"][0]
    assert part.json()["results"] == [{"id": str(made.pk)}]


def test_an_unknown_field_is_refused_by_name():
    ProgramFactory()
    answer = Client(headers={"Accept-Language": "en"}).get("/api/v1/programs/?fields=slug,secret")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "/fields"
    assert answer.json()["errors"][0]["message"].startswith("Choose from: slug, title")


def test_fields_of_a_change_are_those_of_the_whole():
    made = intake.filled()
    capacity = intake.holder(made)
    headers = bearer(capacity.user) | {"X-Acting-As": capacity.key, "If-Match": f'"{made.revision}"'}
    path = f"/api/v1/applications/{made.pk}/?fields=id"
    answer = Client().patch(path, {"answers": {"staff": 3}}, content_type="application/json", headers=headers)
    assert {"id", "answers"} <= set(answer.json())
