"""The programs that come with the portal: none is another one's copy, and each figure has its source."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from programs.catalog.terms.checking import clean_terms
from programs.catalog.terms.declaration import TERMS

FIXTURES = Path(__file__).parents[2] / "fixtures"
MOST_ALIKE = 0.4  # of the pairs of characters of both texts


def programs() -> Iterator[dict[str, Any]]:
    """Every program of the files."""
    for path in sorted((FIXTURES / "programs").glob("*.yaml")):
        content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        yield from content.get("programs") or [content["program"]]


@pytest.fixture(scope="module")
def offered() -> list[dict[str, Any]]:
    return list(programs())


def clauses() -> set[str]:
    """Every clause of the files, as document#clause."""
    found = set()
    for path in (FIXTURES / "reference").glob("[34]*.yaml"):
        for row in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader):
            if row["model"] == "policies.clause":
                found.add(f"{row['fields']['document'][0]}#{row['fields']['number']}")
    return found


def alike(one: str, other: str) -> float:
    """How much two texts share of their pairs of characters: 0 nothing, 1 all."""
    left, right = ({text[n : n + 2] for n in range(len(text) - 1)} for text in (one, other))
    return len(left & right) / max(len(left | right), 1)


def test_programs_are_enough_and_of_every_kind(offered: list[dict[str, Any]]) -> None:
    assert len(offered) >= 60
    assert {program["kind"] for program in offered} == {kind.value for kind in TERMS}


def test_no_two_programs_offer_the_same(offered: list[dict[str, Any]]) -> None:
    seen: dict[str, str] = {}
    for program in offered:
        terms = {key: stated["value"] for key, stated in program.get("terms", {}).items()}
        offer = repr((program["kind"], sorted(terms.items()), sorted(program.get("measures", []))))
        assert offer not in seen, f"{program['slug']} offers what {seen[offer]} offers"
        seen[offer] = program["slug"]


@pytest.mark.parametrize("field", ["title", "title_en", "summary", "summary_en", "description"])
def test_no_two_programs_have_the_same_words(offered: list[dict[str, Any]], field: str) -> None:
    texts = [program[field] for program in offered]
    assert len(set(texts)) == len(texts)


def test_no_two_programs_read_alike(offered: list[dict[str, Any]]) -> None:
    whole = {p["slug"]: "".join(p[name] for name in ("title", "summary", "description")) for p in offered}
    near = {
        (one, other): round(alike(whole[one], whole[other]), 2)
        for one, other in combinations(whole, 2)
        if alike(whole[one], whole[other]) > MOST_ALIKE
    }
    assert near == {}


def test_every_program_rests_on_a_clause_and_every_term_on_one_that_is_there(
    offered: list[dict[str, Any]],
) -> None:
    known = clauses()
    for program in offered:
        assert program["clauses"], program["slug"]
        terms = clean_terms(program["kind"], program.get("terms", {}))
        sources = {*program["clauses"], *(stated["source"] for stated in terms.values())}
        assert sources <= known, (program["slug"], sources - known)
