"""Deadline chips."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from portal.ui import dues

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "level", "words"),
    [
        (-1, "", "已截止"),
        (0, "", "已截止"),
        (8, "now", "今天17:00截止"),
        (72, "now", "剩3天"),
        (96, "soon", "剩4天"),
        (240, "soon", "剩10天"),
        (264, "", "剩11天"),
    ],
)
def test_due_for_the_public(hours: int, level: str, words: str) -> None:
    with translation.override("zh-hans"):
        found = dues.due(NOW + timedelta(hours=hours), NOW)
    assert (found.level, found.words) == (level, words)


@pytest.mark.parametrize(
    ("days", "level", "words"),
    [
        (-2, "now", "超时2个工作日"),
        (0, "now", "今天到期"),
        (1, "now", "剩1个工作日"),
        (3, "soon", "剩3个工作日"),
        (4, "", "剩4个工作日"),
    ],
)
def test_due_working_for_officials(days: int, level: str, words: str) -> None:
    with translation.override("zh-hans"):
        found = dues.due_working(days)
    assert (found.level, found.words) == (level, words)


def test_due_in_english_has_singular_and_plural() -> None:
    with translation.override("en"):
        found = [dues.due(NOW + timedelta(days=days), NOW).words for days in (1, 2)]
    assert found == ["1 day left", "2 days left"]


def test_due_icon_changes_when_it_is_urgent() -> None:
    assert [dues.Due(level, "").icon for level in ("", "soon", "now")] == ["clock", "clock", "alarm"]
