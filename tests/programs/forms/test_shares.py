"""What the rows and kinds of money of a budget are of the whole."""

from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from programs.forms.compiling import RuleText
from programs.forms.logic import evaluate
from programs.forms.models import FormVersion
from programs.forms.rendering import fields_of
from programs.forms.screens import Question, Section
from programs.forms.shares import NOTHING, Share, shares_of
from programs.forms.validator import warnings
from tests.factories.forms import asked, version_with

VALUE: dict[str, Any] = {"apple": {"grant": "30000.00", "own": "10000.00"}, "pear": {"grant": "20000.00"}}


def with_yuan() -> Question:
    """Own money is asked in yuan, and a column says what of the grant is for something."""
    budget = asked("budget")
    grant, own = budget.parts
    inside = replace(grant, key="inside", total=False)
    return replace(budget, parts=(grant, replace(own, money_unit="yuan"), inside))


def ruled(rule: str) -> FormVersion:
    """A version with a budget and a rule about it."""
    part = Section(1, "part", "部分", "Part", "", "", (asked("budget"),))
    return version_with(part, rules=[RuleText("most", rule, "这一行的资助太多。")])


@pytest.mark.parametrize("budget", [asked("budget"), with_yuan()])
def test_shares_are_by_row_and_by_kind_of_money_in_one_unit(budget: Question) -> None:
    more = VALUE | {"plum": {"inside": "99.00", "own": "两万"}}
    found = shares_of(budget, more)
    assert found is not None
    assert found.rows == {"apple": Share("4", "66.7%"), "pear": Share("2", "33.3%"), "plum": NOTHING}
    assert found.kinds == {"grant": Share("5", "83.3%"), "own": Share("1", "16.7%")}
    assert found.whole == Share("6", "100%")


@pytest.mark.parametrize(
    ("value", "whole"),
    [(None, NOTHING), ([], NOTHING), ({"apple": 3}, NOTHING), ({"apple": {"grant": "0.00"}}, Share("0"))],
)
def test_nothing_and_zero_have_no_shares(value: Any, whole: Share) -> None:
    found = shares_of(asked("budget"), value)
    assert found is not None
    assert (found.whole, {row.percent for row in found.rows.values()}) == (whole, {""})


def test_matrix_has_no_shares() -> None:
    assert shares_of(asked("matrix"), {"apple": {"cost": "3.00"}}) is None


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ("it.apple.grant <= 30% * sum(it.grant)", "it.apple"),
        ("it.apple.grant + it.apple.own <= 1万元", "it.apple"),
        ("it.apple.grant + it.pear.grant <= 1万元", "it"),
        ("sum(it.grant) <= 1万元", "it"),
    ],
)
def test_rule_about_one_row_is_told_at_the_row(rule: str, key: str) -> None:
    assert [problem.key for problem in evaluate(ruled(rule), {"it": VALUE}).problems] == [key]


def test_notice_about_one_row_is_told_while_the_question_is_asked() -> None:
    part = Section(1, "part", "部分", "Part", "", "", (asked("budget"),))
    notice = RuleText("most", "it.pear.grant <= 1元", "这一行的资助偏多。", severity="warning")
    version = version_with(part, rules=[notice])
    assert [problem.key for problem in warnings(version, {"it": VALUE})] == ["it.pear"]


def test_page_shows_shares_and_the_rule_at_its_row_without_a_script() -> None:
    told = evaluate(ruled("it.pear.grant <= 1元"), {"it": VALUE}).problems
    [field] = fields_of([asked("budget")], {"it": VALUE}, told)
    with override("zh-hans"):
        text = render_to_string(field.template, {"field": field})
    assert text.count("占66.7%") == text.count("占33.3%") == text.count("占83.3%") == 1
    row = text.partition('id="q-it.pear"')[2].partition("</th>")[0]
    assert "这一行的资助太多。" in row
    assert text.count("这一行的资助太多。") == 1
