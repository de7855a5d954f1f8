"""What a submission may cost: the whole request, from the session to the receipt."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.capacities import capacities_of
from portal.accounts.models import Post
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.accounts import LONG_AGO
from tests.factories.catalog import commission

pytestmark = pytest.mark.django_db
TRANSACTION = ("SAVEPOINT", "RELEASE")  # the test's own transaction is around it


def test_a_submission_takes_at_most_fifteen_statements(settings: Any) -> None:
    settings.REMEMBER_SECONDS = 60
    first = intake.filled()
    second = intake.filled(intake.draft(first.round))
    signed_in(intake.holder(first)).post(address(first, "application_action", "submit"), {"declare": "yes"})
    client = signed_in(intake.holder(second))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.post(address(second, "application_action", "submit"), {"declare": "yes"})
    assert second.submissions.get().receipt_code in answer.content.decode()
    statements = [q["sql"] for q in seen.captured_queries if not q["sql"].startswith(TRANSACTION)]
    assert len(statements) <= 15, "\n".join(statements)


def test_a_member_who_takes_office_has_both_capacities_at_once() -> None:
    user = intake.holder(intake.draft()).user
    assert [capacity.kind for capacity in capacities_of(user)] == ["organization", "self"]
    Post.objects.create(user=user, department=commission(), starts_on=LONG_AGO)
    assert [capacity.kind for capacity in capacities_of(user)] == ["organization", "department", "self"]
