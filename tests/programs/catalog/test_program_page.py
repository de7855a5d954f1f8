"""The page of a program: its terms and their sources, what is not open, past rounds, the page for paper."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from portal.api.problems import Refused
from programs.catalog import services
from programs.catalog.models import CommonQuestion, Program, Round, RoundResult
from tests.applications.intake.test_pages import count_queries
from tests.factories.catalog import ProgramFactory, RequiredDocumentFactory, RoundFactory, administrator
from tests.factories.forms import FormFactory
from tests.factories.policies import ClauseFactory, DocumentFactory, MeasureFactory, TargetFactory
from tests.programs.catalog.test_api import got
from tests.programs.catalog.test_pages import text

pytestmark = pytest.mark.django_db


def stated(program: Program, save: bool = True, **values: Any) -> dict[str, Any]:
    """The terms with these values, stated by the program's own clause."""
    clause = program.clauses.get()
    program.terms = {
        key: {"value": value, "source": f"{clause.document.slug}#{clause.number}"}
        for key, value in values.items()
    }
    if save:
        program.save()
    return program.terms


def ready(program: Program, **fields: Any) -> Round:
    """A draft of the program that lacks nothing."""
    if not hasattr(program, "form"):
        FormFactory(program=program, complete=True)
    return RoundFactory(program=program, draft=True, **fields)


def page(client: Client, program: Program, query: str = "", language: str = "en") -> str:
    return text(client, f"/programs/{program.slug}/{query}", language)


def test_terms_are_said_in_words_with_their_source(client: Client) -> None:
    program = ProgramFactory()
    stated(program, cap=200_000, rate=50)
    shown = page(client, program)
    assert "CNY 200,000" in shown
    printed = program.clauses.get().printed_en
    assert f"Not stated in Measures {printed}: Costs supported, Rate by amount, The cap counts," in shown
    assert "最高金额" in page(client, program, language="zh-hans")


def test_source_that_binds_nobody_is_marked(client: Client) -> None:
    plan = ClauseFactory(document__kind="internal_plan", document__short_title_en="Plan")
    program = ProgramFactory(clauses=[plan])
    stated(program, cap=200_000)
    assert "(Internal plan)" in page(client, program).split('id="terms"')[1].split("</section>")[0]


def test_program_without_rounds_says_that_nobody_takes_applications(client: Client) -> None:
    shown = page(client, ProgramFactory())
    assert "Not open" in shown
    assert "Nobody takes applications for this at present." in shown
    assert "Start an application" not in shown


def test_page_names_measures_and_targets(client: Client) -> None:
    program = ProgramFactory()
    measure, target = MeasureFactory(), TargetFactory()
    program.measures.set([measure])
    program.targets.set([target])
    shown = page(client, program)
    assert f"#measure-{measure.slug}" in shown
    assert "≥5,000 firms" in shown


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ((43, 30, 20, 20, 687_200), "CNY 34,360"),
        ((5, 5, 2, 2, 100_000), "Not shown: fewer than 3"),
        ((5, 5, 4, 0, 0), "—"),
    ],
)
def test_past_rounds_tell_how_they_turned_out(
    client: Client, result: tuple[int, int, int, int, int], words: str
) -> None:
    program = RoundFactory(closed=True).program
    applied, decided, supported, funded, amount = result
    RoundResult.objects.create(
        round=program.rounds.get(), applied=applied, decided=decided, supported=supported, funded=funded,
        amount=Decimal(amount),
    )  # fmt: skip
    shown = page(client, program).split('id="past"')[1].split("</section>")[0]
    assert f">{applied}</td>" in shown
    assert words in shown
    assert ("so far" in shown) == (decided < applied)
    assert ("would tell what one of them got" in shown) == (funded == 2)
    [told] = got(client, f"/programs/{program.slug}/")["results"]
    assert (told["applied"], told["supported"], told["hidden"]) == (applied, supported, funded == 2)
    assert told["average"] == ("34360.00" if funded == 20 else None)


@pytest.mark.parametrize("situation", [{}, {"upcoming": True}])
def test_result_of_a_round_that_is_not_over_is_not_told(client: Client, situation: dict[str, bool]) -> None:
    round_ = RoundFactory(**situation)
    RoundResult.objects.create(round=round_, applied=9, decided=9, supported=9, funded=9, amount=9)
    assert 'id="past"' not in page(client, round_.program)
    assert got(client, f"/programs/{round_.program.slug}/")["results"] == []


def test_page_for_paper_has_every_text_and_nothing_to_apply(client: Client) -> None:
    program = ProgramFactory()
    stated(program, cap=200_000)
    document = RequiredDocumentFactory(round=RoundFactory(program=program, terms=program.terms))
    shown = page(client, program, "?print")
    for words in (program.title_en, "费用补贴。", "CNY 200,000", "在本市登记注册", document.name):
        assert words in shown
    assert "Start an application" not in shown


def test_publishing_pins_the_terms_and_the_page_shows_those_of_the_round(client: Client) -> None:
    program = ProgramFactory()
    stated(program, cap=100_000)
    old = ready(program, closed=True)
    services.publish_round(old.pk, administrator())
    services.change_terms(program.pk, stated(program, save=False, cap=200_000), administrator())
    new = ready(program)
    services.publish_round(new.pk, administrator())
    assert "CNY 100,000" in page(client, program, f"?round={old.pk}")
    assert "CNY 200,000" in page(client, program, f"?round={new.pk}")
    assert got(client, f"/rounds/{old.pk}/")["terms"]["cap"]["value"] == "100000.00"
    assert got(client, f"/programs/{program.slug}/")["terms"]["cap"]["value"] == "200000.00"


def test_kind_stays_once_a_round_is_published() -> None:
    program = RoundFactory(closed=True).program
    program.kind = "loan"
    with translation.override("en"), pytest.raises(ValidationError, match="is published with the terms of"):
        program.clean()


def test_terms_that_applicants_rely_on_stay(client: Client) -> None:
    program = RoundFactory().program
    terms = stated(program, save=False, cap=5)
    with pytest.raises(Refused), translation.override("en"):
        services.change_terms(program.pk, terms, administrator())
    assert Program.objects.get(pk=program.pk).terms == {}


@pytest.mark.parametrize(
    ("cap", "notice", "gap"),
    [
        (200_000, False, ""),
        (300_000, True, "The cap per applicant, CNY 300,000, is above the CNY 200,000"),
        (100_000, False, "The cap per applicant, CNY 100,000, is below the CNY 200,000"),
        (100_000, True, ""),
        (None, False, ""),
    ],
)
def test_cap_of_a_round_agrees_with_the_terms(cap: int | None, notice: bool, gap: str) -> None:
    program = ProgramFactory()
    stated(program, cap=200_000)
    paper = DocumentFactory(notice=True) if notice else None
    round_ = ready(program, amount_cap=cap, cap_period="每年", notice=paper)
    with translation.override("en"):
        gaps = [found for found in services.publication_gaps(round_) if "The cap per applicant" in found]
    assert [found[: len(gap)] for found in gaps] == ([gap] if gap else [])


def test_term_whose_clause_is_gone_keeps_a_program_from_being_published() -> None:
    program = ProgramFactory(draft=True)
    program.terms = {"cap": {"value": 5, "source": "paper#9"}}
    program.save()
    with pytest.raises(Refused, match="paper#9"):
        services.publish_program(program, administrator())


def test_page_has_a_fixed_number_of_queries(client: Client) -> None:
    program = ProgramFactory()
    stated(program, cap=200_000)
    rounds = [RoundFactory(program=program), RoundFactory(program=program, closed=True)]
    few = count_queries(client, f"/programs/{program.slug}/")
    for round_ in rounds:
        RequiredDocumentFactory.create_batch(2, round=round_)
    program.measures.set([MeasureFactory(), MeasureFactory()])
    program.targets.set([TargetFactory(), TargetFactory()])
    for question in ("合同可以先签吗？", "发票可以后补吗？"):
        CommonQuestion.objects.create(program=program, question=question, answer="可以。")
    assert count_queries(client, f"/programs/{program.slug}/") <= min(few, 9)


def test_terms_are_told_by_key_with_value_words_and_source(client: Client) -> None:
    program = ProgramFactory()
    stated(program, cap=200_000)
    clause = program.clauses.get()
    told = got(client, f"/programs/{program.slug}/")["terms"]
    assert list(told) == ["costs", "rate", "tiers", "cap", "cap_period", "payers", "payment"]
    assert told["cap"] == {
        "label": "最高金额", "label_en": "Cap", "type": "money", "value": "200000.00", "words": "20万元",
        "words_en": "CNY 200,000", "source": told["cap"]["source"], "not_stated_in": [],
    }  # fmt: skip
    assert told["cap"]["source"]["number"] == clause.number
    assert (told["rate"]["value"], told["rate"]["words"], told["rate"]["source"]) == (None, "", None)
    assert told["rate"]["not_stated_in"] == [f"{clause.document.slug}#{clause.number}"]


def test_lists_of_programs_and_rounds_have_a_fixed_number_of_queries(client: Client) -> None:
    counts: dict[str, list[int]] = {"/api/v1/programs/": [], "/api/v1/rounds/": []}
    for more in (1, 2):
        for _n in range(more):
            program = ProgramFactory()
            stated(program, cap=200_000)
            program.measures.set([MeasureFactory()])
            RoundFactory(program=program, terms=program.terms)
        for address, found in counts.items():
            found.append(count_queries(client, address))
    assert all(few == many for few, many in counts.values()), counts


def test_what_is_often_asked_stands_on_the_page_and_is_found(client: Client) -> None:
    program = ProgramFactory()
    assert 'id="common"' not in page(client, program)
    CommonQuestion.objects.create(
        program=program, question="合同可以先签后补盖章吗？", question_en="May the seal come later?",
        answer="可以，三个工作日内补齐。", answer_en="Yes, within three working days.",
    )  # fmt: skip
    services.refresh_search(program)
    shown = page(client, program)
    assert 'href="#common"' in shown
    assert "May the seal come later?" in shown
    assert "Yes, within three working days." in shown
    assert "可以，三个工作日内补齐。" in page(client, program, language="zh-hans")
    told = client.get(f"/api/v1/programs/{program.slug}/").json()["common_questions"]
    assert [row["answer_en"] for row in told] == ["Yes, within three working days."]
    ProgramFactory()
    found = client.get("/api/v1/programs/", {"q": "先签后补盖章"}).json()["results"]
    assert [row["slug"] for row in found] == [program.slug]
