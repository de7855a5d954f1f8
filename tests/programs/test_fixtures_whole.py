"""All programs of the fixtures together: every measure one can ask for is answered, and none is a clone."""

from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from programs.policies.kinds import ASKED_FOR

FIXTURES = Path(__file__).parents[2] / "fixtures"
ALIKE = 0.7  # the share of two descriptions that is the same


def read(folder: str) -> list[Any]:
    return [yaml.safe_load(path.read_text()) for path in sorted((FIXTURES / folder).glob("*.yaml"))]


@pytest.fixture(scope="module")
def programs() -> list[dict[str, Any]]:
    return [program for file in read("programs") for program in file.get("programs") or [file["program"]]]


@pytest.fixture(scope="module")
def measures() -> dict[str, dict[str, Any]]:
    rows = [row for file in read("reference") for row in file if row["model"] == "policies.measure"]
    return {row["fields"]["slug"]: row["fields"] for row in rows}


def test_every_measure_that_can_be_asked_for_has_a_program_of_its_kind(programs, measures) -> None:
    kinds: dict[str, set[str]] = {}
    for program in programs:
        for slug in program.get("measures", []):
            kinds.setdefault(slug, set()).add(program["kind"])
    asked_for = {slug for slug, measure in measures.items() if measure["asked_for"]}
    assert kinds.keys() == asked_for
    with_kind = [slug for slug in asked_for if measures[slug]["kind"] in ASKED_FOR]
    assert not [slug for slug in with_kind if measures[slug]["kind"] not in kinds[slug]]
    assert len(measures) == 265
    assert len(programs) >= 60


def test_program_rests_on_the_clauses_of_its_measures(programs, measures) -> None:
    for program in programs:
        clauses = {"#".join(measures[slug]["clause"]) for slug in program.get("measures", [])}
        assert clauses <= set(program["clauses"]), program["slug"]


@pytest.mark.parametrize("name", ["slug", "title", "title_en", "summary", "summary_en"])
def test_no_two_programs_say_the_same(programs, name: str) -> None:
    assert not [text for text, times in Counter(each[name] for each in programs).items() if times > 1]


def test_no_description_is_a_clone(programs) -> None:
    for kind in {program["kind"] for program in programs}:
        texts = [program["description"] for program in programs if program["kind"] == kind]
        for one, other in combinations(texts, 2):
            matcher = SequenceMatcher(None, one, other, autojunk=False)
            alike = matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE
            assert not alike or matcher.ratio() <= ALIKE, one
