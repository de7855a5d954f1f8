from programs.sources.lines import clean, paragraphs
from tests.programs.sources.papers import wrapped


def printed(*pages):
    found = paragraphs([[(line, False) for line in page] for page in pages], printed=True)
    return [(line.text, line.page) for line in found]


def whole(*lines):
    return [line.text for line in paragraphs([[(line, False) for line in lines]], printed=False)]


def page_text(number):
    """A paragraph of two lines, another on each page."""
    return "甲乙丙"[number - 1] + LONG.replace("小微", "大中小"[number - 1])


LONG = (
    "本市登记满一年的小微企业，可以凭上一年度的研发费用申领创新券，"
    "用于购买检测、设计和数据服务，每家每年不超过十万元。"
)


def test_blanks_of_every_kind_are_one():
    assert clean("\u3000\u3000第一条\u00a0 总\u200b则\x00\ufffe R&D  cost ") == "第一条总则 R&D cost"


def test_lines_of_one_sentence_are_joined():
    lines = wrapped(LONG)
    assert len(lines) == 2
    assert printed([*lines, *lines]) == [(LONG, 1), (LONG, 1)]


def test_latin_words_keep_their_space_where_a_line_breaks():
    line = "平台面向所有企业开放，按照统一的规则收费，并且使用公开的接口 open"
    assert printed([line, "data接入，任何人都可以核对每一次收费的依据以及结果。"])[0][0].startswith(
        f"{line} data"
    )


def test_a_sentence_goes_on_over_the_page():
    first, second = wrapped(LONG)
    assert printed([first], [second]) == [(LONG, 1)]


def test_running_titles_and_page_numbers_go():
    pages = [["青屏市人民政府公报", *wrapped(page_text(number)), f"— {number} —"] for number in (1, 2, 3)]
    assert printed(*pages) == [(page_text(number), number) for number in (1, 2, 3)]


def test_page_numbers_of_many_shapes_go():
    for shape in ("第 {} 页 共 9 页", "{}/9", "- {} -", "Page {} of 9", "{}"):
        pages = [[*wrapped(page_text(number)), shape.format(number)] for number in (1, 2)]
        assert printed(*pages) == [(page_text(number), number) for number in (1, 2)]


def test_a_clause_that_stands_at_the_top_of_every_page_stays():
    pages = [[f"第{number}条", *wrapped(page_text(number))] for number in (1, 2, 3)]
    assert [text for text, _page in printed(*pages)][::2] == ["第1条", "第2条", "第3条"]


def test_a_mention_at_the_beginning_of_a_line_begins_no_paragraph():
    line = "企业有本办法前面各条所列情形之一的，市科技部门不再受理，并可以参照本办法"
    text = printed([line, "第五条规定的期限要求退回，退回的款项用于下一年度的创新券，由市科技部门统一安排。"])
    assert len(text) == 1


def test_a_mention_of_the_very_next_clause_at_the_beginning_of_a_line_begins_none():
    begin = "第四条企业提交的材料不完整的，市科技部门一次告知需要补充的内容，并且按照本办法"
    text = printed([begin, "第五条规定的期限重新计算，企业在这个期限之内补齐材料的，视为按时提交了申请。"])
    assert len(text) == 1


def test_the_table_of_contents_goes():
    assert whole("目 录", "第一章 总则……1", "第二章 申领……3", "第一章 总则", "第一条 目的。") == [
        "第一章总则", "第一条目的。",
    ]  # fmt: skip


def test_a_table_of_contents_whose_entries_never_come_again_goes_as_far_as_its_dots():
    assert whole("目录", "总则..........1", "申领..........2", "一、说明") == ["一、说明"]
