from typing import Any

import pytest

from portal.inbox.remembering import Remembered


@pytest.mark.parametrize(("seconds", "times"), [(0, 3), (60, 1)])
def test_what_is_remembered_is_read_again_when_it_is_too_old(settings: Any, seconds: int, times: int) -> None:
    settings.REMEMBER_SECONDS = seconds
    reads: list[int] = []
    remembered = Remembered(lambda: reads.append(1) or len(reads))
    for _ in range(3):
        remembered()
    assert len(reads) == times
    settings.REMEMBER_SECONDS = 0
    assert remembered() == times + 1
