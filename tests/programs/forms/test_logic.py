"""What answers make of a form: conditions, formulas, rules, what counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from portal.facts.reading import File
from programs.forms.compiling import ColumnText, RuleText, compiled
from programs.forms.kinds import default_parts
from programs.forms.logic import Context, counted, deciding, evaluate, export_columns, reads_file
from programs.forms.models import FormVersion
from programs.forms.screens import Choice, Question, Section
from programs.forms.screens import questions as questions_of
from programs.forms.validator import amount_of, problems, section_state
from programs.forms.versions import schema_of
from tests.factories.forms import asked, version_with


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


ROWS = (Choice("equipment", "设备", "Equipment"), Choice("labor", "人员", "People"))
KINDS = (Choice("firm", "企业", "Firm"), Choice("university", "高校", "University"))
LINES = (
    Question("n", "integer", "数量", "Number"),
    Question("price", "money", "单价", "Price", money_unit="yuan"),
    Question("cost", "computed", "费用", "Cost", formula="n * price"),
)


def part(*questions: Question, key: str = "part") -> Section:
    return Section(1, key, "部分", "Part", "", "", questions)


def version(*questions: Question, rules: Any = (), columns: Any = ()) -> FormVersion:
    return version_with(part(*questions), rules=rules, columns=columns)


CHAIN = (
    asked("one_of", "kind", choices=KINDS),
    asked("money", "contract", shown_when='kind = "firm"', label_en="Contract"),
    asked("short_text", "reason", shown_when="contract > 5万元", label_en="Reason"),
)


def shown(made: FormVersion, answers: dict[str, Any], context: Context | None = None) -> str:
    """The keys that are shown, those that are open with a question mark."""
    found = evaluate(made, answers, context)
    keys = [q for q in made.schema["properties"] if q in found.visible]
    return " ".join(f"{key}?" if key in found.undetermined else key for key in keys)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "kind contract? reason?"),
        ({"kind": "university"}, "kind"),
        ({"kind": "university", "contract": "90000.00", "reason": "x"}, "kind"),
        ({"kind": "firm"}, "kind contract reason?"),
        ({"kind": "firm", "contract": "50000.00"}, "kind contract"),
        ({"kind": "firm", "contract": "50000.01"}, "kind contract reason"),
        ({"kind": "firm", "contract": "a lot"}, "kind contract reason?"),
        ({"kind": ["firm"]}, "kind contract? reason?"),
    ],
)
def test_a_question_is_shown_hidden_or_open(answers: dict[str, Any], said: str) -> None:
    assert shown(version(*CHAIN), answers) == said


def test_a_hidden_answer_does_not_count() -> None:
    made = version(*CHAIN, asked("money", "amount", is_amount=True, shown_when="not empty(reason)"))
    answers = {"kind": "university", "contract": "not money", "reason": "x" * 999, "amount": "100.00"}
    assert problems(made, answers, {}) == []
    assert counted(made, answers) == {"kind": "university"}
    assert amount_of(made, answers) is None
    assert amount_of(made, answers | {"kind": "firm", "contract": "60000.00"}) == Decimal(100)
    assert section_state(made, {"contract": "1.00"}, {}, "part").state == "started"


def test_missing_answers_are_told_once_with_the_way_out() -> None:
    made = version(
        asked("yes_no", "loan", required=False, label_en="Loan"),
        asked("short_text", "bank", shown_when="loan", label_en="Bank"),
        asked("short_text", "branch", shown_when='bank = "X"', label_en="Branch"),
    )
    assert [problem.message for problem in problems(made, {}, {})] == [
        "Fill in “Bank”. Or answer “Loan”: that decides whether this is asked."
    ]
    assert problems(made, {"loan": False}, {}) == []
    assert [problem.key for problem in problems(made, {"loan": True}, {})] == ["bank"]
    assert [problem.key for problem in problems(made, {"loan": True, "bank": "X"}, {})] == ["branch"]


def test_missing_files_are_silent_while_a_required_answer_decides() -> None:
    made = version(
        asked("yes_no", "done", label_en="Done"),
        asked("file_list", "papers", choices=ROWS, shown_when="done = yes"),
    )
    assert [problem.key for problem in problems(made, {}, {})] == ["done"]
    said = [problem.key for problem in problems(made, {"done": True}, {"papers.labor": 1})]
    assert said == ["papers.equipment"]


def test_a_part_of_which_nothing_is_asked_is_not_needed() -> None:
    made = version_with(part(CHAIN[0], key="a"), part(CHAIN[1], key="b"))
    assert section_state(made, {"kind": "university"}, {}, "b").state == "none"
    assert section_state(made, {"kind": "firm"}, {}, "b").missing == 1


def table(*rows: Any) -> dict[str, Any]:
    return {"lines": list(rows)}


def test_formulas_reckon_rows_columns_and_shares() -> None:
    made = version(
        asked("table", "lines", parts=LINES),
        asked("computed", "total", formula="sum(lines.cost) + sum(budget.own)"),
        asked("computed", "share", formula="round(budget.equipment.grant / sum(budget.grant) * 100, 1)"),
        asked("budget", "budget", parts=default_parts("budget"), choices=ROWS, required=False),
    )
    answers = table({"n": 2, "price": "30.00"}, {"n": 1}, {"n": 3, "price": "0.55"}) | {
        "budget": {"equipment": {"grant": "100.00", "own": "1.00"}, "labor": {"grant": "200.00"}}
    }
    found = evaluate(made, answers)
    assert found.computed == {"lines.0.cost": "60", "lines.2.cost": "1.65", "share": "33.3"}
    answers["lines"][1]["price"] = "1.00"
    assert evaluate(made, answers).computed["total"] == "63.65"
    assert counted(made, answers)["lines"][2] == {"n": 3, "price": "0.55", "cost": "1.65"}
    assert "cost" not in answers["lines"][2]
    assert evaluate(made, {}).computed == {"total": "0"}


def test_rules_are_told_where_they_belong_and_only_when_they_are_broken() -> None:
    half = RuleText("half", "amount <= 50% * contract", "过半", "Too much.", "amount")
    odd = RuleText("odd", "amount != 7元", "奇怪", "Odd.", severity="warning")
    made = version(*CHAIN[:2], asked("money", "amount"), rules=[half, odd])
    answers = {"kind": "firm", "contract": "100.00", "amount": "50.01"}
    assert [(p.key, p.section, p.code, p.message) for p in problems(made, answers, {})] == [
        ("amount", "part", "rule", "Too much.")
    ]
    assert problems(made, answers | {"amount": "50.00"}, {}) == []
    assert evaluate(made, {"amount": "99.00"}).problems == []  # contract is not known yet
    assert problems(made, {"kind": "university", "contract": "1.00", "amount": "7.00"}, {}) == []
    assert [p.message for p in evaluate(made, {"amount": "7.00"}).warnings] == ["Odd."]
    with translation.override("zh-hans"):
        assert evaluate(made, answers).problems[0].message == "过半"


def test_facts_of_the_file_and_of_the_round_are_known_where_they_are_given() -> None:
    made = version(
        asked("short_text", "small", shown_when="file.revenue[-2] < 1000万元"),
        asked("short_text", "young", shown_when="years_between(file.founded_on, closing_day) < 5"),
        asked("short_text", "hitech", shown_when='"hitech" in file.qualifications'),
        asked("money", "amount"),
        rules=[RuleText("cap", "amount <= round.cap", "上限", "Above the cap.")],
    )
    assert shown(made, {}) == "small? young? hitech? amount"
    assert reads_file(made)
    file = File(
        as_of=date(2026, 1, 1),
        values={
            ("revenue", 2024): Decimal("9999999.99"),
            ("revenue", 2025): Decimal("1e9"),
            ("founded_on", None): date(2021, 6, 30),
            ("qualifications_listed_on", None): date(2026, 1, 1),
        },
    )
    context = Context(file, 2026, Decimal(200_000), date(2026, 1, 1), date(2026, 6, 30))
    assert shown(made, {}, context) == "small amount"
    young = replace(context, closing_day=date(2026, 6, 29))
    assert shown(made, {}, young) == "small young amount"
    known = {"small": "x", "amount": "200000.01"}
    assert [p.message for p in problems(made, known, {}, context=context)] == ["Above the cap."]
    assert "amount" not in [p.key for p in problems(made, known, {})]


def test_columns_of_exports_show_what_counts() -> None:
    columns = [ColumnText("总额", "coalesce(contract, 0元) * 2", "Twice"), ColumnText("种类", "kind")]
    made = version(*CHAIN, columns=columns)
    assert export_columns(made, {"kind": "firm", "contract": "3.00"}) == [
        ("Twice", Decimal(6)),
        ("种类", "firm"),
    ]
    assert export_columns(made, {"kind": "university", "contract": "3.00"})[0] == ("Twice", Decimal(0))


def test_versions_without_logic_stay_as_they_were() -> None:
    made = version(asked("short_text", "a"))
    assert (made.logic, made.exports) == ({}, [])
    assert counted(made, {"a": "x", "unasked": 1}) == {"a": "x", "unasked": 1}
    assert (deciding(made), reads_file(made)) == (set(), False)


@pytest.mark.parametrize(
    ("questions", "fault"),
    [
        (
            [asked("short_text", "a", shown_when="b = 1")],
            "“It”, condition: There is no question “b” in this form. (character 1)",
        ),
        (
            [asked("short_text", "a", shown_when="1 + 1")],
            "“It”, condition: This has to be a condition, such as a comparison. (character 1)",
        ),
        (
            [asked("computed", "a", formula="b + 1"), asked("computed", "b", formula="a + 1")],
            "What is shown or computed goes in a circle: “It”.",
        ),
        ([asked("computed", "a")], "“It” is computed: write its formula."),
        ([asked("integer", "a", formula="1")], "“It” is typed in: take its formula out."),
        (
            [asked("computed", "a", formula='"x"')],
            "“It”, formula: A formula gives a number or money. (character 1)",
        ),
        (
            [asked("id_number", "a"), asked("short_text", "b", shown_when="a = 1")],
            "“It”, condition: “It” is kept encrypted; expressions cannot read it. (character 1)",
        ),
    ],
)
def test_what_does_not_work_is_told_and_left_out(questions: list[Question], fault: str) -> None:
    found = compiled([part(*questions)])
    assert fault in found.faults
    assert (found.conditions, found.formulas) == ({}, {})


def test_columns_of_exports_cannot_read_the_file_of_each_organization() -> None:
    found = compiled([part(*CHAIN)], columns=[ColumnText("收入", "file.revenue")])
    assert (len(found.faults), found.columns) == (1, [])


def test_a_long_chain_of_conditions_needs_no_recursion() -> None:
    chain = [asked("yes_no", "q0")]
    chain += [asked("yes_no", f"q{n}", shown_when=f"q{n - 1}") for n in range(1, 300)]
    made = version(*reversed(chain))
    assert len(evaluate(made, {"q0": True, "q1": False}).visible) == 2
    assert len(evaluate(made, {"q0": True}).undetermined) == 298


@st.composite
def conditional(draw: st.DrawFn) -> tuple[FormVersion, dict[str, Any]]:
    """A form whose questions hang on earlier ones, and answers that often fit."""
    keys, questions, answers = ["a", "b", "c", "d"], [], {}
    for number, key in enumerate(keys):
        kind = draw(st.sampled_from(["yes_no", "integer", "one_of", "short_text"]))
        tests = {"yes_no": "{0}", "integer": "{0} > 2", "one_of": '{0} = "pear"', "short_text": '{0} != "x"'}
        earlier = [tests[q.kind].format(q.key) for q in questions]
        condition = draw(st.just("") | st.sampled_from(earlier)) if earlier else ""
        if condition and draw(st.booleans()):
            condition = f"not ({condition}) or empty({keys[draw(st.integers(0, number - 1))]})"
        questions.append(asked(kind, key, required=draw(st.booleans()), shown_when=condition))
        values = {
            "yes_no": st.booleans(),
            "integer": st.integers(0, 5),
            "one_of": st.sampled_from(["apple", "pear", "fig"]),
            "short_text": st.sampled_from(["x", "y", "\n"]),
        }
        if draw(st.integers(0, 3)):
            answers[key] = draw(values[kind] | st.sampled_from(["", None, 1.5, "pear"]))
    return version(*questions), answers


@settings(max_examples=40, deadline=None)
@given(conditional())
def test_schema_accepts_exactly_the_answers_that_count(case: tuple[FormVersion, dict[str, Any]]) -> None:
    """With what is shown for certain required, as the validator requires it."""
    made, answers = case
    found = evaluate(made, answers)
    if found.undetermined:
        return
    asked_now = [replace(q, shown_when="") for q in questions_of(made) if q.key in found.visible]
    schema = schema_of("项目", [part(*asked_now)])
    counting = counted(made, answers)
    assert Draft202012Validator(schema).is_valid(counting) == (problems(made, answers, {}) == [])
    assert Draft202012Validator(made.schema).is_valid(counting) or problems(made, answers, {})


@settings(max_examples=30, deadline=None)
@given(conditional(), st.data())
def test_answers_to_hidden_questions_never_count(
    case: tuple[FormVersion, dict[str, Any]], data: st.DataObject
) -> None:
    made, answers = case
    hidden = set(made.schema["properties"]) - evaluate(made, answers).visible
    other = answers | {key: data.draw(st.sampled_from(["z", None, 3, True])) for key in hidden}
    assert counted(made, other) == counted(made, answers)
    assert problems(made, other, {}) == problems(made, answers, {})
    assert evaluate(made, other).visible == evaluate(made, answers).visible
