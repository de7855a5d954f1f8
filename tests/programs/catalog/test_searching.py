"""Programs are found in both scripts, by pinyin and by initials, through the index."""

import pytest

from programs.catalog.models import Program
from programs.catalog.searching import refresh_missing
from programs.search.models import Synonym
from programs.search.queries import understood
from tests.factories.catalog import ProgramFactory
from tests.factories.policies import ClauseFactory

pytestmark = pytest.mark.django_db
QUERIES = [
    "补贴",
    "補貼",
    "butie",
    "bt",
    "chuangxinfuwubutie",
    "ＢＵＴＩＥ",
    "补",
    "Subsidy",
    "subsidies",
    "服务 补贴",
    "服务补贴有哪些",
    "a subsidy for services",
]


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds(query: str) -> None:
    found = ProgramFactory(title="创新服务补贴", title_en="Innovation service subsidy", clauses=[])
    ProgramFactory(title="科技特派员", title_en="Commissioners", summary="入驻一年。", summary_en="",
                   benefit="一人", kind="commissioner", description="入驻。", clauses=[])  # fmt: skip
    assert list(Program.objects.search(query)) == [found]


def test_search_finds_the_heading_of_a_clause() -> None:
    found = ProgramFactory(clauses=[ClauseFactory(heading="研发费用补助")])
    assert list(Program.objects.search("补助")) == [found]


def test_search_needs_every_concept_where_one_has_them_all() -> None:
    both = ProgramFactory(title="创新服务", summary="贷款。", clauses=[])
    ProgramFactory(title="创新大赛", clauses=[])
    assert list(Program.objects.search("创新贷款")) == [both]


def test_search_takes_half_of_the_concepts_where_none_has_them_all() -> None:
    found = ProgramFactory(title="设备补贴", clauses=[])
    ProgramFactory(
        title="检验大赛", benefit="奖杯", summary="大赛。", description="大赛。", kind="event", clauses=[]
    )
    ClauseFactory(heading="检测")
    assert list(Program.objects.search("检测设备补贴")) == [found]


def test_search_with_too_little_in_common_finds_nothing() -> None:
    ProgramFactory(title="创新服务补贴")
    assert not Program.objects.search("创新贷款").exists()


@pytest.mark.parametrize(
    ("query", "count"),
    [("高企", 1), ("高企认定", 1), ("high-tech enterprise", 1), ("High-tech enterprises", 1)],
)
def test_search_knows_synonyms(query: str, count: int) -> None:
    ProgramFactory(title="高新技术企业认定", title_en="", clauses=[])
    ProgramFactory(title="创新服务补贴", title_en="", clauses=[])
    assert not Program.objects.search("高企").exists()
    Synonym.objects.create(word="高企", others=["高新技术企业", "high-tech enterprise"])
    assert Program.objects.search(query).count() == count


@pytest.mark.parametrize("query", ["？", "%", "' OR 1=1 --", ""])
def test_search_of_nothing_finds_nothing(query: str) -> None:
    ProgramFactory()
    assert not Program.objects.search(query).exists()


def test_query_leaves_noise_out() -> None:
    ProgramFactory(title="检测与设备", summary="补贴。")
    assert [concept.text for concept in understood("检测设备补贴").concepts] == ["检测", "设备", "补贴"]


def test_search_follows_an_edited_heading() -> None:
    clause = ClauseFactory(heading="服务补贴")
    program = ProgramFactory(clauses=[clause])
    clause.heading = "揭榜挂帅"
    clause.save()
    assert list(Program.objects.search("揭榜")) == [program]


def test_terms_that_are_missing_are_written() -> None:
    program = ProgramFactory(title="揭榜挂帅")
    program.findable.delete()
    assert not Program.objects.search("揭榜").exists()
    refresh_missing()
    assert list(Program.objects.search("揭榜")) == [program]
