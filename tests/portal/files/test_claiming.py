from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.files.claiming import claim, work_off
from portal.files.models import Upload
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def rows(count: int) -> Any:
    now, by = timezone.now(), UserFactory()
    Upload.objects.bulk_create(
        Upload(
            by=by, capacity="self", target="x", place={}, name=f"{n}", size=1, began_at=now, changed_at=now
        )
        for n in range(count)
    )
    return Upload.objects.order_by("name")


def test_one_that_fails_holds_no_other_back(caplog: pytest.LogCaptureFixture) -> None:
    found, done = rows(3), []

    def work(pk: Any, now: Any) -> None:
        if pk == found[0].pk:
            raise ZeroDivisionError
        done.append(pk)

    work_off(found, work, timezone.now(), 2)
    assert done == [found[1].pk], "the third is one too many"
    assert f"Upload {found[0].pk} could not be worked off" in caplog.text


def test_a_claim_keeps_others_away_until_it_ends() -> None:
    found, now, length = rows(1), timezone.now(), timedelta(minutes=2)
    pk = found.get().pk
    assert claim(found, pk, now, length)
    assert not claim(found, pk, now + length, length)
    assert claim(found, pk, now + length + timedelta(seconds=1), length)
    assert not claim(found.none(), pk, now + 3 * length, length)
