"""The rule editor in the administration: typed inputs, rights, warnings, trying out."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import User
from portal.reference.models import Industry, Region
from portal.versions.models import Version
from programs.catalog.models import Condition, Program
from programs.catalog.rule_editor import services
from programs.catalog.rule_editor.leaf_forms import LeafForm
from programs.eligibility.grammar import clean
from programs.eligibility.vocabulary import OPERATORS, TESTABLE, Kind, Shape
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator
from tests.factories.facts import on_file
from tests.factories.organizations import OrganizationFactory
from tests.factories.policies import ClauseFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}
STAFF = {"fact": "staff", "op": "at_least", "value": "10", "year": -1}
HITECH = {"standard": "hitech-2016"}
FIRM = {"fact": "kind", "op": "equals", "value": "firm"}


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(administrator())
    return client


def standing(test: Any = None, **fields: Any) -> Condition:
    """A condition of a program without a round."""
    program = ProgramFactory(draft=True)
    clause = program.clauses.first()
    return Condition.objects.create(
        program=program, sentence="是企业", sentence_en="A firm", clause=clause, test=test, **fields
    )


def beside(condition: Condition, test: Any, position: int = 2) -> None:
    """One more condition of the same program."""
    clause = condition.clause
    Condition.objects.create(
        program=condition.program, sentence="又一条", clause=clause, test=test, position=position
    )


def address(condition: Condition) -> str:
    of = condition.round or condition.program
    assert of is not None
    return f"/admin/catalog/{of._meta.model_name}/{of.pk}/rules/{condition.pk}/"


def sent(client: Client, condition: Condition, **values: Any) -> Any:
    condition.refresh_from_db()
    data = {"seen": services.mark(condition.test), "path": "", "how": ""} | values
    return client.post(address(condition), data, headers=ENGLISH)


def test_a_test_is_written_with_typed_inputs_and_kept_as_a_version(admin: Client) -> None:
    condition = standing()
    page = admin.get(f"{address(condition)}?path=&fact=staff", headers=ENGLISH).content.decode()
    assert 'name="year"' in page
    assert "at least" in page
    assert "holds one of" not in page
    answer = sent(admin, condition, do="write", fact="staff", op="at_least", value=" 10 ", year="-1")
    assert (answer.status_code, answer.url) == (302, address(condition))
    condition.refresh_from_db()
    assert condition.test == STAFF
    assert condition.program is not None
    kept = Version.objects.of(condition.program).first()
    assert kept is not None
    assert kept.content["parts"]["conditions"][0]["test"] == STAFF


def test_tests_are_joined_counted_and_taken_away(admin: Client) -> None:
    condition = standing(STAFF)
    kind = {"do": "write", "fact": "kind", "op": "equals", "chosen": "firm"}
    for values, made in (
        (kind | {"how": "any"}, {"any": [STAFF, FIRM]}),
        ({"do": "count", "count": "2"}, {"all": [STAFF, FIRM]}),
        (kind | {"how": "unless", "path": "0"}, {"all": [{"test": STAFF, "unless": FIRM}, FIRM]}),
        ({"do": "remove", "path": "0.1"}, {"all": [STAFF, FIRM]}),
        (
            {"do": "write", "fact": "standard:hitech-2016", "path": "1"},
            {"all": [STAFF, {"standard": "hitech-2016"}]},
        ),
        ({"do": "remove", "path": "1"}, STAFF),
        ({"do": "remove"}, None),
    ):
        assert sent(admin, condition, **values).status_code == 302
        condition.refresh_from_db()
        assert condition.test == made


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"fact": "staff", "op": "at_least", "value": "ten", "year": "-1"},
            "Write a number, such as 3 or 2.5.",
        ),
        ({"fact": "staff", "op": "between", "value": "9", "upper": "3", "year": "-1"}, "the lower first"),
        ({"fact": "founded_on", "op": "older_than"}, "Write how long, as a whole number."),
        ({"fact": "founded_on", "op": "at_least", "value": "1 May"}, "Write the day as 2026-12-31."),
        ({"fact": "kind", "op": "equals"}, "Choose exactly one answer"),
        ({"fact": "kind", "op": "in"}, "Name at least one."),
        ({"fact": "staff", "op": "holds", "value": "1", "year": "-1"}, "Select a valid choice."),
    ],
)
def test_a_fault_is_said_in_a_sentence_and_what_was_typed_stays(
    admin: Client, values: dict[str, str], sentence: str
) -> None:
    condition = standing()
    answer = sent(admin, condition, do="write", **values)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert f'value="{values.get("value", "")}"' in page or "value" not in values
    condition.refresh_from_db()
    assert condition.test is None


def test_every_fact_can_be_asked_about_with_each_of_its_operators() -> None:
    Region.objects.get_or_create(code="310000", defaults={"name": "上海市", "level": "province"})
    Industry.objects.get_or_create(code="C", defaults={"name": "制造业"})
    ProgramFactory(slug="subsidy")
    for testable in TESTABLE.values():
        for key in testable.operators:
            shape = OPERATORS[key].shape
            dated = testable.kind is Kind.DATE
            data: dict[str, Any] = {
                "op": key, "value": "2020-01-01" if dated else "1", "upper": "2021-01-01" if dated else "2",
                "span": "3", "unit": "years", "year": "-1", "of": "subsidy",
            }  # fmt: skip
            choices = {Kind.REGION: ["310000"], Kind.INDUSTRY: ["C"]}.get(testable.kind)
            data["chosen"] = choices or (testable.choices.values[:1] if testable.choices else [])
            form = LeafForm(data, testable=testable)
            assert form.is_valid(), (testable.key, key, form.errors)
            made = form.cleaned_data["test"]
            assert made == clean(made)
            assert ("value" in made) is (shape is not Shape.NONE)
            again = LeafForm(testable=testable, test=made)
            shown = {name: again[name].initial for name in again.fields if again[name].initial is not None}
            second = LeafForm(shown, testable=testable)
            assert second.is_valid(), (testable.key, key, second.errors)
            assert second.cleaned_data["test"] == made


def test_what_somebody_else_has_changed_is_not_overwritten(admin: Client) -> None:
    condition = standing(STAFF)
    seen = services.mark(STAFF)
    Condition.objects.filter(pk=condition.pk).update(test=FIRM)
    answer = admin.post(
        address(condition), {"seen": seen, "path": "", "do": "remove"}, headers=ENGLISH, follow=True
    )
    assert "Somebody else has changed this test" in answer.content.decode()
    condition.refresh_from_db()
    assert condition.test == FIRM


@pytest.mark.parametrize("situation", ["published round", "relied on"])
def test_what_applicants_rely_on_is_only_read(admin: Client, situation: str) -> None:
    condition = standing(STAFF)
    if situation == "published round":
        condition = RoundFactory().conditions.get()
        Condition.objects.filter(pk=condition.pk).update(test=STAFF)
    else:
        assert condition.program is not None
        Program.objects.filter(pk=condition.program.pk).update(status="published")
        RoundFactory(program=condition.program)
    answer = sent(admin, condition, do="remove")
    assert "applicants rely" in admin.get(address(condition), headers=ENGLISH).content.decode() or (
        "these stay as they are" in admin.get(address(condition), headers=ENGLISH).content.decode()
    )
    assert answer.status_code == 302
    condition.refresh_from_db()
    assert condition.test == STAFF


def test_only_who_reaches_the_department_sees_and_edits_rules(client: Client) -> None:
    condition = standing(STAFF)
    person = User.objects.create_user(email="a@b.example", password="x", name="甲", is_staff=True)
    client.force_login(person)
    page = address(condition)
    for answer in (
        client.get(page),
        client.get(page.rsplit("/", 2)[0] + "/"),
        sent(client, condition, do="remove"),
    ):
        assert answer.status_code in (403, 404)
    condition.refresh_from_db()
    assert condition.test == STAFF


def test_a_condition_of_another_program_is_not_found(admin: Client) -> None:
    one, other = standing(STAFF), standing(STAFF)
    assert one.program is not None
    assert admin.get(f"/admin/catalog/program/{one.program.pk}/rules/{other.pk}/").status_code == 404


@pytest.mark.parametrize("query", ["?path=9&fact=staff", "?path=x", "?path=0.1"])
def test_a_row_that_is_gone_is_said(admin: Client, query: str) -> None:
    condition = standing(STAFF)
    answer = admin.get(address(condition) + query, headers=ENGLISH, follow=True)
    assert "The test has changed since you opened the page" in answer.content.decode()


def rules_page(client: Client, condition: Condition, query: str = "") -> str:
    answer = client.get(address(condition).rsplit("/", 2)[0] + f"/{query}", headers=ENGLISH)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_trying_out_says_why_on_any_day(admin: Client) -> None:
    condition = standing({"fact": "founded_on", "op": "older_than", "value": {"years": 1}})
    today = timezone.localdate()
    made = OrganizationFactory(name="演示科技有限公司", founded_on=today - timedelta(days=300))
    firm = on_file(made)
    beside(condition, None)
    page = rules_page(admin, condition, f"?who={firm.uscc}")
    assert "All tests together" in page
    assert '<td class="rule-word">fails</td>' in page
    assert '<td class="rule-word">to be declared</td>' in page
    later = rules_page(admin, condition, f"?who=演示科技&on={today + timedelta(days=100)}")
    assert '<td class="rule-word">passes</td>' in later
    assert "No organization of that name" in rules_page(admin, condition, "?who=nobody")
    assert "in or after 1949" in rules_page(admin, condition, "?who=演示科技&on=0001-01-01")
    OrganizationFactory(name="演示科技二厂")
    assert "Several fit: " in rules_page(admin, condition, "?who=演示")


def test_what_nobody_or_everybody_passes_is_said(admin: Client) -> None:
    on_file(), on_file()
    assert "Every registered organization passes" in rules_page(admin, standing(FIRM))
    bank = {"fact": "kind", "op": "equals", "value": "bank"}
    assert "No registered organization passes" in rules_page(admin, standing(bank))
    on_file(OrganizationFactory(kind="bank"))
    page = rules_page(admin, standing(FIRM))
    assert "2 pass and 1 fail; the files of 0 do not say." in page
    assert "registered organization passes" not in page
    assert "0 pass and 0 fail; the files of 3 do not say." in rules_page(admin, standing(STAFF))


def number(op: str, value: Any, fact: str = "staff") -> dict[str, Any]:
    return {"fact": fact, "op": op, "value": value}


def aged(op: str, years: int) -> dict[str, Any]:
    return number(op, {"years": years}, "founded_on")


@pytest.mark.parametrize(
    ("one", "other", "contradicts"),
    [
        (number("at_least", "10"), number("less_than", "10"), True),
        (number("at_least", "10"), number("at_most", "10"), False),
        (number("between", ["1", "5"]), number("more_than", "5"), True),
        (number("between", ["1", "5"]), number("equals", "6"), True),
        (number("at_least", "10"), number("less_than", "10") | {"year": -2}, False),
        (FIRM, {"fact": "kind", "op": "in", "value": ["bank", "institute"]}, True),
        (FIRM, {"fact": "kind", "op": "in", "value": ["bank", "firm"]}, False),
        (number("within", ["310114"], "tax_region"), number("within", ["310106"], "tax_region"), True),
        (number("within", ["310114"], "tax_region"), number("within", ["310000"], "tax_region"), False),
        (
            number("older_than", {"years": 3}, "founded_on"),
            number("younger_than", {"years": 2}, "founded_on"),
            True,
        ),
        (
            number("older_than", {"years": 2}, "founded_on"),
            number("younger_than", {"years": 3}, "founded_on"),
            False,
        ),
        (number("at_least", "10"), {"any": [number("less_than", "10"), FIRM]}, False),
        (number("at_least", "10"), {"all": [number("less_than", "10"), FIRM]}, True),
    ],
)
def test_conditions_that_cannot_both_be_met_are_named(
    admin: Client, one: Any, other: Any, contradicts: bool
) -> None:
    condition = standing(one)
    Condition.objects.create(
        program=condition.program, sentence="另一条", clause=ClauseFactory(), test=other, position=2
    )
    assert ("Conditions 1 and 2 cannot both be met" in rules_page(admin, condition)) is contradicts


def test_more_conditions_take_no_more_queries(admin: Client) -> None:
    condition = standing(FIRM)
    rules_page(admin, condition)
    with CaptureQueriesContext(connection) as one:
        rules_page(admin, condition)
    for position in (2, 3):
        Condition.objects.create(
            program=condition.program,
            sentence="又一条",
            clause=ClauseFactory(),
            test=STAFF,
            position=position,
        )
    with CaptureQueriesContext(connection) as three:
        rules_page(admin, condition)
    assert len(three) == len(one)
