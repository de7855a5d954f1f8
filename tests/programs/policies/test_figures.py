"""Numbers in words, in each language."""

from typing import Any

import pytest
from django.utils import translation

from programs.policies.figures import amount
from programs.policies.models import MeasureFigure, Rule, Target
from tests.factories.policies import FigureFactory

PEOPLE = {"unit": "人", "unit_en": "people"}
YUAN = {"unit": "元", "unit_en": "yuan"}


@pytest.mark.parametrize(
    ("fields", "language", "words"),
    [
        ({"comparison": "ge", "number": 5000} | PEOPLE, "zh-hans", "≥5,000人"),
        ({"comparison": "eq", "number": 60} | PEOPLE, "en", "60 people"),
        ({"comparison": "gt", "number": 60} | PEOPLE, "zh-hans", ">60人"),
        ({"comparison": "le", "number": 200_000} | YUAN, "zh-hans", "≤20万元"),
        ({"comparison": "about", "number": 200_000} | YUAN, "en", "≈CNY 200,000"),
        ({"comparison": "eq", "number": 1_000_000_000} | YUAN, "zh-hans", "10亿元"),
        ({"comparison": "between", "number": 2, "upper": 3} | PEOPLE, "zh-hans", "2–3人"),
        ({"comparison": "between", "number": 2, "upper": 3} | PEOPLE, "en", "2–3 people"),
        ({"comparison": "between", "number": 1000, "upper": 10_000} | YUAN, "zh-hans", "0.1–1万元"),
        ({"comparison": "between", "number": 1000, "upper": 10_000} | YUAN, "zh-hant", "0.1–1萬元"),
        ({"comparison": "between", "number": 1000, "upper": 10_000} | YUAN, "en", "CNY 1,000–10,000"),
        ({"comparison": "between", "number": 1, "upper": 10_000} | YUAN, "zh-hans", "1元–1万元"),
        ({"comparison": "between", "number": 500, "upper": 900} | YUAN, "zh-hans", "500–900元"),
        ({"comparison": "between", "number": 15, "upper": 20, "unit": "%"}, "en", "15–20%"),
        ({"comparison": "rise"} | PEOPLE, "en", "rises"),
        ({"comparison": "rise"} | PEOPLE, "zh-hans", "上升"),
        ({"comparison": "ge", "number": 10, "stretch": 12} | PEOPLE, "zh-hans", "≥10人，力争12人"),
        (
            {"comparison": "ge", "number": 10, "stretch": 12} | PEOPLE,
            "en",
            "≥10 people, striving for 12 people",
        ),
    ],
)
def test_a_target_in_words(fields: dict[str, Any], language: str, words: str) -> None:
    with translation.override(language):
        assert amount(Target(**fields)) == words


def test_a_rule_without_a_number_has_no_words() -> None:
    assert amount(Rule(sentence="在本市登记")) == ""


@pytest.mark.django_db
def test_a_figure_of_a_measure_from_the_database() -> None:
    figure = MeasureFigure.objects.get(pk=FigureFactory(comparison="between", number=1000, upper=10_000).pk)
    with translation.override("zh-hans"):
        assert amount(figure) == "0.1–1万元"
