"""What was searched for is marked, and nothing else of a text becomes markup."""

import pytest

from programs.search.highlighting import excerpt, marked
from programs.search.models import Synonym
from programs.search.queries import understood

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("创新服务补贴", "补贴", "创新服务<mark>补贴</mark>"),
        ("創新服務補貼", "服务补贴", "創新<mark>服務補貼</mark>"),
        ("创新券", "cxq", "<mark>创新券</mark>"),
        ("创新服务", "fuwu", "创新<mark>服务</mark>"),
        ("Innovation Subsidies", "subsidy", "Innovation <mark>Subsidies</mark>"),
        ("<b>补贴</b>", "补贴", "&lt;b&gt;<mark>补贴</mark>&lt;/b&gt;"),
        ("<script>", "script", "&lt;<mark>script</mark>&gt;"),
        ("ＡＢＣ补", "abc", "<mark>ＡＢＣ</mark>补"),
        ("没有", "补贴", "没有"),
        ("", "补贴", ""),
    ],
)
def test_marked(text: str, query: str, found: str) -> None:
    assert marked(text, understood(query)) == found


def test_synonyms_are_marked() -> None:
    Synonym.objects.create(word="高企", others=["高新技术企业"])
    assert marked("认定高新技术企业", understood("高企")) == "认定<mark>高新技术企业</mark>"


def test_excerpt_begins_shortly_before_the_hit() -> None:
    found = excerpt("一" * 200 + "补贴" + "二" * 200, understood("补贴"))
    assert found.startswith("…一")
    assert "补贴" in found
    assert found.endswith("二…")


@pytest.mark.parametrize("word", ["1,000", "Innovation"])
def test_excerpt_begins_with_a_whole_figure_or_word(word: str) -> None:
    for between in range(18, 26):
        found = excerpt("一" * 200 + word + "一" * between + "补贴" + "二" * 200, understood("补贴"))
        assert word in found or not set(word) & set(found)


def test_excerpt_of_one_long_word_still_has_the_hit() -> None:
    assert "补贴" in excerpt("x" * 500 + "补贴" + "y" * 500, understood("补贴"))


def test_short_text_is_whole() -> None:
    assert excerpt("创新服务补贴", understood("补贴")) == "创新服务补贴"
