import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.sources.marks import mark_of, numeral
from programs.sources.numbering import chinese, chinese_digits


@pytest.mark.parametrize(
    ("text", "species", "number", "printed", "rest"),
    [
        ("第一章 总则", "chapter", 1, "第一章", "总则"),
        ("第十二条　企业应当", "article", 12, "第十二条", "企业应当"),
        ("第 3 节 申报", "section", 3, "第 3 节", "申报"),
        ("第二十條 申請", "article", 20, "第二十條", "申請"),
        ("一、总体要求", "counted", 1, "一", "总体要求"),
        ("十一．其他", "counted", 11, "十一", "其他"),
        ("（三）目标", "brackets", 3, "（三）", "目标"),
        ("(三)目标", "brackets", 3, "(三)", "目标"),
        ("1.培育", "figure", 1, "1", "培育"),
        ("１２．培育", "figure", 12, "１２", "培育"),
        ("2、建设", "figure", 2, "2", "建设"),
        ("（4）其他", "figure_brackets", 4, "（4）", "其他"),
        ("5)其他", "figure_brackets", 5, "5)", "其他"),
        ("③ 其他", "circle", 3, "③", "其他"),
        ("二是加快", "firstly", 2, "二是", "加快"),
    ],
)
def test_a_mark_is_read(text, species, number, printed, rest):
    mark = mark_of(text)
    assert (mark.species, mark.number, mark.printed, mark.rest) == (species, number, printed, rest)


@pytest.mark.parametrize(
    "text",
    ["1.5亿元资金", "2031年起", "三年内新增", "一般企业", "十分重要", "第三方机构", "一是否属实", "5 %以上"],
)
def test_a_number_in_a_sentence_is_no_mark(text):
    assert mark_of(text) is None


@pytest.mark.parametrize("text", ["第五条规定的条件", "第三条至第七条", "第二章第一节所列"])
def test_a_mention_of_another_clause_is_told_from_a_beginning(text):
    assert mark_of(text).refers


@given(st.integers(1, 199))
def test_every_chinese_number_is_read_back(number):
    assert numeral(chinese(number)) == number
    assert numeral(chinese_digits(number)) == number
