"""Whatever is asked of whatever file: there is a sentence for it, in each language."""

from random import Random
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.facts.reading import File
from programs.eligibility.context import Context
from programs.eligibility.explaining import explain
from tests.programs.eligibility import world
from tests.programs.eligibility.written import GROUPS, LEAVES, TESTS

pytestmark = pytest.mark.django_db  # names of regions and industries

NOW = Context(world.TODAY, 2026)


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60, database=None)
@given(st.integers(0, 10_000), st.lists(LEAVES | GROUPS | TESTS, min_size=5, max_size=5))
def test_every_finding_has_words(seed: int, tests: list[Any]) -> None:
    file = File(NOW.as_of, world.facts(Random(seed), 0))
    for language in ("zh-hans", "zh-hant", "en"):
        with translation.override(language):
            for test in tests:
                finding = explain(test, file, NOW)
                words = (finding.requirement, finding.reason)
                assert all(words), test
                assert "%(" not in "".join((*words, finding.change))
                assert not (finding.holds and finding.change)
                assert not (finding.missing and not finding.change)
