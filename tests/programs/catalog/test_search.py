"""Programs are found in both scripts, by pinyin and by initials, through the index."""

import pytest
from django.db import connection

from programs.catalog.models import Program
from programs.search.terms import query_terms, text_terms
from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.factories.policies import ClauseFactory

QUERIES = [
    "补贴",
    "補貼",
    "buzhu",
    "butie",
    "bt",
    "chuangxinfuwubutie",
    "ＢＵＴＩＥ",
    "补",
    "Subsidy",
    "服务 补贴",
]


def test_query_terms_are_bigrams_of_simplified() -> None:
    assert query_terms("創新補貼") == ["创新", "新补", "补贴"]


def test_query_terms_of_one_character_are_the_character() -> None:
    assert query_terms("补") == ["补"]


def test_query_terms_of_latin_are_words_without_case() -> None:
    assert query_terms("ＢＴ Sub-sidy") == ["bt", "sidy", "sub", "sub-sidy"]


@pytest.mark.parametrize("query", ["", "  ", "？！", "🙂"])
def test_query_terms_are_empty_when_nothing_can_be_searched(query: str) -> None:
    assert query_terms(query) == []


def test_text_terms_hold_pinyin_and_initials() -> None:
    assert text_terms("补贴") == {"补", "贴", "补贴", "bu", "tie", "butie", "bt"}


@pytest.mark.django_db
@pytest.mark.parametrize("query", [q for q in QUERIES if q != "buzhu"])
def test_search_finds(query: str) -> None:
    found = ProgramFactory(title="创新服务补贴", title_en="Innovation service subsidy")
    ProgramFactory(
        title="科技特派员", title_en="Commissioners", summary="入驻一年。", kind="commissioner", clauses=[]
    )
    assert list(Program.objects.search(query)) == [found]


@pytest.mark.django_db
def test_search_finds_the_heading_of_a_clause_by_pinyin() -> None:
    found = ProgramFactory(clauses=[ClauseFactory(heading="研发费用补助")])
    assert list(Program.objects.search("buzhu")) == [found]


@pytest.mark.django_db
def test_search_needs_every_term() -> None:
    ProgramFactory(title="创新服务补贴")
    assert not Program.objects.search("创新贷款").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["？", "%", "' OR 1=1 --"])
def test_search_of_nothing_finds_nothing(query: str) -> None:
    ProgramFactory()
    assert not Program.objects.search(query).exists()


@pytest.mark.django_db
def test_search_follows_an_edited_heading() -> None:
    clause = ClauseFactory(heading="服务补贴")
    program = ProgramFactory(clauses=[clause])
    clause.heading = "揭榜挂帅"
    clause.save()
    assert list(Program.objects.search("揭榜")) == [program]


@pytest.mark.django_db
def test_search_uses_the_index() -> None:
    RoundFactory()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Program.objects.search("补贴").order_by().explain()
    assert "program_search" in plan
