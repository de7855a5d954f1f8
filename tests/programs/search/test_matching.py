"""How well rows fit, by the index and by the row itself."""

import pytest

from programs.catalog.models import Program
from programs.search.matching import Relevance, by_relevance, complete, having_enough, having_most
from programs.search.models import Synonym
from programs.search.queries import Concept, understood
from tests.factories.catalog import ProgramFactory


def test_ways_that_another_makes_needless_are_not_asked_for() -> None:
    concept = Concept("检测", (("检测",), ("服务", "检测", "测服"), ("专业", "业技"), ("test",), ("test",)))
    assert concept.telling == [["test"], ["专业", "业技"], ["检测"]]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["检测设备补贴", "补贴", "testing equipment x-ray", "shebei 补贴 揭榜"])
@pytest.mark.parametrize("whole", [True, False])
def test_relevance_of_a_row_is_that_by_the_index(typed: str, whole: bool) -> None:
    Synonym.objects.create(word="检测", others=["专业技术服务", "测试", "检测服务", "testing"])
    Synonym.objects.create(word="设备", others=["仪器", "equipment"])
    plain = {"title_en": "", "summary": "一", "summary_en": "", "description": "一"}
    for texts in (
        {"title": "检测设备补贴"},
        {"title": "仪器", "summary": "补贴", "description": "测试"},
        {"title": "专业服务技术", "summary": "设备补贴"},
        {"title": "专业技术服务", "summary": "仪器", "description": "补贴，揭榜"},
        {"title": "补贴", "title_en": "X-ray equipment", "summary_en": "Tests"},
        {"title": "无关"},
    ):
        ProgramFactory(**(plain | texts), kind="event", clauses=[])
    query = understood(typed)
    found = (complete if whole else having_enough)(Program.objects.all(), query)
    by_row = found.annotate(relevance=Relevance(query, whole=whole))
    expected = dict(by_relevance(found, query, whole=whole).values_list("title", "relevance"))
    assert dict(by_row.values_list("title", "relevance")) == expected


@pytest.mark.django_db
def test_rows_with_most_concepts_come_first_and_no_others_than_asked() -> None:
    plain = {"title_en": "", "summary": "一", "summary_en": "", "description": "一", "clauses": []}
    for title in ("补贴", "检测补贴", "设备检测", "设备检测补贴"):
        ProgramFactory(title=title, kind="event", **plain)
    ProgramFactory(title="设备检测补贴二", draft=True, kind="event", **plain)
    query = understood("设备 检测 补贴 火星")
    published = Program.objects.published()
    found = {row.title for row in having_most(published, query, 9)}
    assert found == {row.title for row in having_enough(published, query)}
    assert found == {"检测补贴", "设备检测", "设备检测补贴"}
    assert [row.title for row in having_most(published, query, 1)] == ["设备检测补贴"]
