"""Whatever is stated, in whatever order: the facts of today are those that the statements say."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portal.facts.current import refresh
from portal.facts.definitions import FIGURES
from portal.facts.models import CurrentFacts, Origin, Statement, YearlyFigures
from portal.facts.models.current import TYPED
from portal.facts.reading import read
from portal.facts.stating import state
from portal.facts.values import typed
from tests.factories.facts import on_file

FIRST = date(2025, 12, 28)  # New Year lies within the days that follow
LAST = 5
DAYS = st.integers(0, LAST)
SCALARS = {
    ("registered_capital", None): st.integers(0, 9),
    ("legal_form", None): st.sampled_from(["limited", "stock"]),
    ("in_district_since", None): st.dates(date(2020, 1, 1), FIRST),
    ("rights_listed_on", None): st.dates(date(2020, 1, 1), FIRST),
}
YEARLY = {(key, year): st.integers(0, 9) for key in ("revenue", "staff") for year in (2024, 2025)}
VALUES = SCALARS | YEARLY


@st.composite
def sayings(draw):
    """Some facts, on which of the days, and since when somebody says that they hold."""
    keys = draw(st.lists(st.sampled_from(list(VALUES)), min_size=1, max_size=3, unique=True))
    values = {key: draw(st.none() | VALUES[key]) for key in keys}
    since = draw(st.none() | DAYS.map(lambda days: FIRST + timedelta(days=days)))
    return draw(DAYS), values, since


class Today(TestCase):
    @settings(max_examples=10, deadline=None)
    @given(st.lists(sayings(), min_size=1, max_size=5))
    def test_current_facts_equal_a_recomputation(self, said):
        self.recomputed(said)

    @pytest.mark.exhaustive
    @settings(max_examples=150, deadline=None)
    @given(st.lists(sayings(), min_size=1, max_size=6))
    def test_current_facts_equal_a_recomputation_of_many(self, said):
        self.recomputed(said)

    def recomputed(self, said):
        with time_machine.travel(noon(0), tick=False):
            firm = on_file()
        for day in range(LAST + 1):
            with time_machine.travel(noon(day), tick=False):
                refresh(noon(day))
                for _day, values, since in (one for one in said if one[0] == day):
                    state(firm.pk, values, since=since, origin=Origin.REGISTER, by=None)
                compare(firm, FIRST + timedelta(days=day))


def noon(day):
    return datetime.combine(FIRST + timedelta(days=day), time(4), UTC)


def compare(firm, today):
    """Both tables, column by column, with every statement read one by one."""
    held = {}
    for row in sorted(
        Statement.objects.filter(organization=firm), key=lambda r: (r.since, r.stated_at, r.pk)
    ):
        if row.since <= today:
            held[row.key, row.year] = typed(row.key, row.value)
    facts = CurrentFacts.objects.get(organization=firm)
    assert {name: getattr(facts, name) for name in TYPED} == {name: held.get((name, None)) for name in TYPED}
    figures = {row.year: row for row in YearlyFigures.objects.filter(organization=firm)}
    assert set(figures) == {year for _key, year in held if year}
    for year, row in figures.items():
        assert {name: getattr(row, name) for name in FIGURES} == {
            name: held.get((name, year)) for name in FIGURES
        }
    assert {key: value for key, value in read(firm, today).values.items() if value is not None} == {
        key: value for key, value in held.items() if value is not None
    }


pytestmark = pytest.mark.django_db
