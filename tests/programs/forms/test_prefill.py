from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portal.facts.reading import File
from programs.forms.prefill import answers_from, check, choices, news
from tests.factories.forms import asked, version_of

DAY = date(2026, 11, 22)
FILE = File(
    DAY,
    {
        ("revenue", 2025): Decimal("31800000.00"),
        ("staff", 2025): 36,
        ("founded_on", None): date(2019, 5, 6),
        ("legal_form", None): "stock",
    },
)


def test_answers_are_stored_as_their_kind_stores_them():
    version = version_of(
        asked("money", "a", fact="revenue"),
        asked("integer", "b", fact="staff"),
        asked("date", "c", fact="founded_on"),
        asked("one_of", "d", fact="legal_form"),
        asked("money", "e", fact="revenue:-2"),
        asked("short_text", "f"),
    )
    assert answers_from(version, FILE, 2026) == {"a": "31800000.00", "b": 36, "c": "2019-05-06"}
    assert answers_from(version, FILE, 2027) == {"c": "2019-05-06", "e": "31800000.00"}


def test_news_leaves_out_what_is_so_what_is_nonsense_and_what_is_registered():
    version = version_of(
        asked("money", "a", fact="revenue"),
        asked("integer", "b", fact="staff"),
        asked("date", "c", fact="founded_on"),
        asked("money", "d", fact="profit"),
        asked("short_text", "e", fact="qualification:hitech"),
    )
    answers = {"a": "31800000.00", "b": 40, "c": "2020-01-01", "d": "many", "e": "GR1"}
    assert [(q.key, key, value) for q, key, value in news(version, answers, FILE, 2026)] == [
        ("b", ("staff", 2025), 40)
    ]


@pytest.mark.parametrize(
    ("fact", "kind"), [("revenue", "integer"), ("staff", "money"), ("nothing", "short_text"),
                       ("qualification:hitech", "date"), ("revenue:-9", "money")]
)  # fmt: skip
def test_question_that_cannot_hold_the_fact_is_a_gap(fact, kind):
    with pytest.raises(ValidationError):
        check(fact, kind)


def test_every_fact_can_be_chosen_once():
    names = [name for name, _words in choices()]
    assert len(names) == len(set(names)) > 40
