from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from portal.api.moments import MomentField


def test_a_moment_is_kept_in_utc():
    # PostgreSQL takes no offset of 16 hours and more.
    assert MomentField().clean("2026-11-21T09:11:46-23:39").tzinfo is UTC
    assert MomentField().clean("2026-11-21T17:00+08:00") == datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.mark.parametrize("text", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "tomorrow"])
def test_a_moment_utc_does_not_have_is_refused(text):
    with pytest.raises(ValidationError):
        MomentField().clean(text)
