import re
from collections import Counter
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEXT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| .+ \| (.+?) \| (.+) \|$", re.MULTILINE)


def test_every_place_that_the_assessment_names_exists() -> None:
    named = set(re.findall(r"`([\w.-]+(?:/[\w.-]+)+|\.?[\w-]+\.\w+)`", TEXT))
    assert len(named) > 80
    assert [place for place in sorted(named) if not (ROOT / place).exists()] == []


def test_the_assessment_counts_what_it_lists() -> None:
    rows = ROW.findall(TEXT)
    levels, states = Counter(row[1] for row in rows), Counter(row[2] for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    told = (
        f"Of {len(rows)} requirements (level 1: {levels['1']}, level 2: {levels['2']}): {states['met']} met,"
        f" {states['partly']} partly, {states['**not met**']} not met,"
        f" {states['not applicable']} not applicable."
    )
    assert told in TEXT
    assert set(states) <= {"met", "partly", "**not met**", "not applicable"}


def test_what_is_met_says_where() -> None:
    bare = [row[0] for row in ROW.findall(TEXT) if row[2] == "met" and len(row[3]) < 4]
    assert bare == []
