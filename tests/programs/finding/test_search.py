"""One search over programs, clauses and documents, on a page and in the API."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs.catalog.standing import refresh_lapsed
from programs.finding import results
from programs.policies.models import Measure
from programs.search.models import Synonym
from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.factories.policies import ClauseFactory, DocumentFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8


def page(client: Client, query: str, language: str = "zh-hans") -> str:
    response = client.get(f"/search/?{query}", headers={"Accept-Language": language})
    assert response.status_code == 200
    return " ".join(response.content.decode().split()).replace(" >", ">")


def found(client: Client, query: str) -> Any:
    response = client.get("/api/v1/search/", {"q": query})
    assert response.status_code == 200
    return response.json()


def titles(client: Client, query: str, group: str = "programs") -> list[str]:
    return [hit["title"] for hit in found(client, query)[group]["results"]]


def plain(title: str, **fields: Any) -> Any:
    """A program with nothing in it but its title and what is given."""
    texts = {"title_en": "", "summary": "一", "summary_en": "", "benefit": "一", "description": "一"}
    return ProgramFactory(**{"title": title, "kind": "event", "clauses": [], **texts, **fields})


def test_search_is_grouped_and_marked(client: Client) -> None:
    ProgramFactory(title="创新券", clauses=[ClauseFactory(heading="发放创新券")])
    DocumentFactory(title="创新券管理办法")
    html = page(client, "q=cxq")
    assert html.count("<h2") >= 3
    assert "<mark>创新券</mark></span>" in html
    assert "发放<mark>创新券</mark>" in html
    assert "<mark>创新券</mark>管理办法" in html


@pytest.mark.parametrize("query", ["创新券", "創新券", "cxq", "chuangxinquan", "创新", "券", "ＣＸＱ"])
def test_search_finds_a_clause(client: Client, query: str) -> None:
    ClauseFactory(heading="发放创新券")
    ClauseFactory(heading="别的")
    assert titles(client, query, "clauses") == ["发放创新券"]


def test_search_finds_a_clause_by_a_measure(client: Client) -> None:
    clause = ClauseFactory(heading="服务")
    measure = Measure.objects.create(slug="m-1", clause=clause, kind="subsidy", name="检验设备开放")
    assert titles(client, "检验设备", "clauses") == ["服务"]
    assert "<mark>检验设备</mark>开放" in page(client, "q=检验设备")
    measure.delete()
    assert titles(client, "检验设备", "clauses") == []


def test_deleting_a_clause_takes_its_measures_and_terms(client: Client) -> None:
    clause = ClauseFactory(heading="服务")
    Measure.objects.create(slug="m-1", clause=clause, kind="subsidy", name="检验设备开放")
    clause.delete()
    assert titles(client, "检验设备", "clauses") == []


def test_order_is_title_then_heading_then_text_then_deadline(client: Client) -> None:
    in_text = plain("甲", description="揭榜")
    in_heading = plain("乙", summary="揭榜")
    later, sooner = plain("揭榜丙"), plain("揭榜丁")
    for program in (in_text, in_heading):
        RoundFactory(program=program)
    RoundFactory(program=later, upcoming=True)
    RoundFactory(program=sooner)
    assert titles(client, "揭榜") == ["揭榜丁", "揭榜丙", "乙", "甲"]


def test_most_are_counted_and_fitting_titles_come_first(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(results, "MOST", 3)
    plain("揭榜甲")
    for number in range(3):
        assert counted(client) == (number + 1, False)
        plain(f"乙{number}", summary="揭榜")
    assert counted(client) == (3, True)
    for number in range(3):
        plain(f"揭榜丙{number}")
    assert counted(client) == (3, True)
    assert all(title.startswith("揭榜") for title in titles(client, "揭榜"))


def counted(client: Client) -> tuple[int, bool]:
    """How many programs are found, and whether there are more."""
    group = found(client, "揭榜")["programs"]
    return group["count"], group["more"]


def test_natural_wording_finds_by_synonyms(client: Client) -> None:
    plain("科技大赛", summary="大赛")
    ProgramFactory(
        title="创新服务补贴", summary="使用加盟机构的仪器设备，购买专业技术服务。", title_en="", clauses=[]
    )
    Synonym.objects.create(word="检测", others=["测试", "专业技术服务", "testing"])
    Synonym.objects.create(word="设备", others=["仪器", "equipment"])
    Synonym.objects.create(word="补贴", others=["补助", "subsidy"])
    for query in ("检测设备补贴", "a subsidy for testing equipment", "仪器测试补助有哪些"):
        assert titles(client, query)[:1] == ["创新服务补贴"], query


def test_typing_error_is_answered_with_what_was_meant(client: Client) -> None:
    ProgramFactory(title="创新券", title_en="Innovation voucher")
    assert found(client, "chuangxinqaun")["did_you_mean"] == "chuangxinquan"
    assert found(client, "innovation vuocher")["did_you_mean"] == "innovation voucher"
    assert found(client, "voucher")["did_you_mean"] == ""
    html = page(client, "q=innovation+vuocher", "en")
    assert 'href="/search/?q=innovation+voucher"' in html
    assert "Did you mean" in html


def test_words_that_are_only_small_or_very_long(client: Client) -> None:
    Synonym.objects.create(word="of", others=["揭榜", "in the"])
    plain("甲", title_en="Found in the list of " + "x" * 130, description="".join(map(str, range(2000))))
    for query in ("of", "揭榜", "list in"):
        assert titles(client, query) == ["甲"], query


def test_drafts_are_not_found(client: Client) -> None:
    ProgramFactory(title="揭榜", draft=True)
    assert titles(client, "揭榜") == []
    assert "揭榜</mark>" not in page(client, "q=揭榜")


@pytest.mark.parametrize("query", ["", "%27+OR+1%3D1", "%3Cscript%3E", "？", "%00", "a" * 300, "in=clauses"])
def test_odd_queries_have_a_page(client: Client, query: str) -> None:
    ProgramFactory()
    assert "<script>" not in page(client, f"q={query}").split("<h1", 1)[1]


def test_one_group_goes_page_by_page(client: Client) -> None:
    document = DocumentFactory()
    for number in range(23):
        ClauseFactory(heading=f"揭榜{number}", document=document, position=number)
    first = page(client, "q=揭榜&in=clauses")
    assert first.count("<mark>揭榜</mark>") == 20
    assert page(client, "q=揭榜&in=clauses&page=2").count("<mark>揭榜</mark>") == 3
    assert page(client, "q=揭榜&in=clauses&page=x").count("<mark>揭榜</mark>") == 20


def test_search_has_a_fixed_number_of_queries(client: Client) -> None:
    counts = []
    for _ in range(3):
        RoundFactory(
            program=ProgramFactory(title="创新服务补贴", clauses=[ClauseFactory(heading="服务补贴")])
        )
        DocumentFactory(title="服务补贴通知")
        refresh_lapsed(timezone.now())
        with CaptureQueriesContext(connection) as queries:
            page(client, "q=服务补贴")
        counts.append(sum(not row["sql"].startswith("SET LOCAL") for row in queries))
    assert counts == [counts[0]] * 3
    assert counts[0] <= MOST_QUERIES


def test_suggestions_while_typing(client: Client) -> None:
    RoundFactory(program=ProgramFactory(title="创新券", title_en="Innovation voucher"))
    ProgramFactory(title="科技特派员", draft=True)
    DocumentFactory(title="创新券管理办法")
    for typed in ("创新", "創新", "cx", "chuangx", "inno", "innovation vou", "chuangxinquan"):
        html = client.get("/search/suggestions/", {"q": typed}).content.decode()
        assert 'role="option"' in html, typed
        assert "创新券" in html, typed
    for typed in ("", "c", "特派员", "zz"):
        assert 'role="option"' not in client.get("/search/suggestions/", {"q": typed}).content.decode()
