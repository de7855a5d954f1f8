import pytest

from programs.sources.addresses import Place, addresses, cited
from programs.sources.lines import paragraphs
from programs.sources.outline import outline
from tests.programs.sources.papers import wrapped
from tests.programs.sources.texts import ARTICLES, LISTS, pages


def rows(text):
    return outline(paragraphs(pages(text), printed=False))


def shape(text):
    found = rows(text)
    numbers = addresses([Place(row.level, row.printed) for row in found])
    return [(row.level, row.printed, number, row.heading) for row, number in zip(found, numbers, strict=True)]


def test_a_policy_of_chapters_and_articles():
    assert shape(ARTICLES) == [
        (1, "", "0", "前言"),
        (1, "第一章", "c1", "总则"),
        (2, "第一条", "1", "目的"),
        (2, "第二条", "2", "本办法所称创新券，是发给企业、由企业交给服务机构、由服务机构兑现的凭证"),
        (1, "第二章", "c2", "申领"),
        (2, "第三条", "3", "申领创新券的企业应当符合下列条件"),
        (3, "（一）", "3-1", "在本市登记满一年"),
        (3, "（二）", "3-2", "上一年度有研发费用"),
        (3, "（三）", "3-3", "三年内没有严重失信记录"),
        (2, "第四条", "4", "每家企业每年最多申领十万元"),
        (1, "第三章", "c3", "附则"),
        (2, "第五条", "5", "本办法自发布之日起施行，有效期三年"),
        (1, "", "p1", "落款"),
    ]


def test_a_policy_of_lists():
    assert shape(LISTS) == [
        (1, "", "0", "前言"),
        (1, "一", "1", "总体要求"),
        (2, "（一）", "1-1", "工作思路"),
        (2, "（二）", "1-2", "工作目标"),
        (3, "1", "1-2-1", "培育一批新企业"),
        (3, "2", "1-2-2", "建好公共平台"),
        (1, "二", "2", "主要任务"),
        (2, "(一)", "2-1", "派人进企业"),
        (3, "一是", "2-1-1", "每年选派工程师30名，驻企半年"),
        (3, "二是", "2-1-2", "给每名工程师安排一位企业导师"),
        (3, "三是", "2-1-3", "年底由企业打分"),
        (2, "(二)", "2-2", "给企业发券"),
        (1, "三", "3", "保障措施"),
    ]


def test_the_wording_is_kept_and_a_heading_of_its_own_line_is_not_repeated():
    found = {row.printed: row.text for row in rows(LISTS)}
    assert found["一"] == ""
    assert found["(二)"] == "给企业发券。每家企业每年2万元，用于检测和设计，不得用于设备采购。"
    assert found["三"] == "由区科技部门牵头落实，每季度公开一次进展。"
    assert found["二是"] == "二是给每名工程师安排一位企业导师；"


def test_every_character_of_the_document_is_in_some_row():
    for text in (ARTICLES, LISTS):
        kept = "".join(row.printed + row.heading + row.text for row in rows(text))
        for line in text.split("\n"):
            assert set(line) - set("　、.【】:：") <= set(kept)


@pytest.mark.parametrize(("text", "expected"), [(ARTICLES, 13), (LISTS, 13)])
def test_the_same_policy_in_print_gives_the_same_rows(text, expected):
    """Lines of 38 characters, a running title, page numbers."""
    lines = [line for paragraph in text.split("\n") for line in wrapped(paragraph)]
    printed = [
        [
            ("青屏市人民政府公报", False),
            *((line, False) for line in lines[at : at + 9]),
            (f"- {at // 9 + 1} -", False),
        ]
        for at in range(0, len(lines), 9)
    ]
    found = outline(paragraphs(printed, printed=True))
    plain = rows(text)
    assert len(found) == expected
    assert [(row.level, row.printed, row.text) for row in found[1:-1]] == [
        (row.level, row.printed, row.text) for row in plain[1:-1]
    ]


def test_a_number_left_out_is_a_doubt():
    found = rows("一、甲事\n做甲事。\n三、丙事\n做丙事。")
    assert [(row.printed, row.doubt) for row in found] == [("一", ""), ("三", "gap")]


def test_a_number_far_from_the_last_one_begins_no_clause():
    found = rows("1.先报名\n报名表在网上。\n9.号文件另有说明。\n2.再审核")
    assert [(row.printed, row.text) for row in found] == [
        ("1", "报名表在网上。\n9.号文件另有说明。"), ("2", ""),
    ]  # fmt: skip


def test_a_list_inside_a_list_that_goes_on_is_a_part_of_it():
    found = rows("1.先报名\n（一）填表\n（二）盖章\n2.再审核\n3.后公示")
    assert [(row.level, row.printed) for row in found] == [
        (1, "1"), (2, "（一）"), (2, "（二）"), (1, "2"), (1, "3"),
    ]  # fmt: skip


def test_a_list_before_the_sections_is_not_their_parent():
    found = rows("一、原则\n1.公开\n2.公平\n（一）范围\n（二）期限\n二、附则")
    assert [(row.level, row.printed) for row in found] == [
        (1, "一"), (2, "1"), (2, "2"), (2, "（一）"), (2, "（二）"), (1, "二"),
    ]  # fmt: skip


def test_headings_without_numbers_hold_their_lists():
    text = "某计划\n" + "服务对象\n1.新企业；\n2.老企业。\n服务内容\n1.检测；\n2.设计。"
    assert [(row.level, row.printed, row.heading) for row in rows(text)[1:]] == [
        (1, "", "服务对象"), (2, "1", "新企业"), (2, "2", "老企业"),
        (1, "", "服务内容"), (2, "1", "检测"), (2, "2", "设计"),
    ]  # fmt: skip


def test_paragraphs_that_begin_with_a_heading_sentence_are_parts():
    text = (
        "一、做好服务\n建好平台。平台要向所有企业开放，收费要公开，预约不超过三天。\n"
        "用好数据。数据要按季度更新，企业可以查到自己的每一次使用记录。\n二、附则"
    )
    found = rows(text)
    assert [(row.level, row.heading, row.doubt) for row in found] == [
        (1, "做好服务", ""), (2, "建好平台", "unnumbered"), (2, "用好数据", "unnumbered"), (1, "附则", ""),
    ]  # fmt: skip


def test_an_annex_is_set_apart():
    found = rows("一、甲事\n做甲事。\n附件：1\n名单")
    assert [(row.heading, row.doubt, row.text) for row in found[1:]] == [("附件", "closing", "附件：1\n名单")]


def test_how_a_clause_is_called_where_it_stands_alone():
    places = [
        Place(1, "第一章", heading="总则"), Place(2, "第三条"), Place(3, "(一)"),
        Place(1, "一"), Place(2, "（二）"),
        Place(3, "1"), Place(2, "", heading="某段"), Place(1, "", heading="服务内容"), Place(2, "2"),
    ]  # fmt: skip
    assert cited(places) == [
        "第一章", "第三条", "第三条（一）", "一", "一、（二）", "一、（二）1",
        "一、第1段", "服务内容", "服务内容2",
    ]  # fmt: skip


def test_proposed_numbers_make_room_for_typed_ones_and_each_other():
    assert addresses([Place(1, "一", "2"), Place(1, "二"), Place(1, "二")]) == ["2", "2-2", "2-3"]


def test_typing_the_proposed_number_moves_no_other():
    places = [Place(1, "一"), Place(2, ""), Place(2, ""), Place(2, "")]
    assert addresses(places) == ["1", "1-1", "1-2", "1-3"]
    places[1] = Place(2, "", "1-1")
    assert addresses(places) == ["1", "1-1", "1-2", "1-3"]
