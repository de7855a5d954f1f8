from programs.sources.comparing import Entry, State, compare, difference
from programs.sources.services.succession import without_wording

TICKET = "每家企业每年最多申领十万元，用于检测、设计和数据服务，不得转让。"
PEOPLE = "每年选派工程师30名驻企半年，由企业在年底给工程师打分。"
HOUSE = "孵化器为新企业免去第一年的房租，水电按实际用量收取。"


def entry(number, text, heading="", clause_id=None):
    return Entry(number, f"第{number}条", heading, text, clause_id)


def told(old, new):
    return [
        (pair.state.value, pair.old and pair.old.number, pair.new and pair.new.number)
        for pair in compare(old, new)
    ]


def test_what_is_the_same_is_unchanged_whatever_its_blanks_and_quotation_marks():
    assert told([entry("1", "发“券”， 给企业。")], [entry("1", '发"券",给企业。')]) == [
        ("unchanged", "1", "1")
    ]


def test_a_clause_with_another_amount_is_changed():
    pairs = compare([entry("1", TICKET)], [entry("1", TICKET.replace("十万元", "二十万元"))])
    assert pairs[0].state == State.CHANGED
    assert [(part.kind, part.text) for part in pairs[0].difference] == [
        ("same", "每家企业每年最多申领"), ("come", "二"),
        ("same", "十万元，用于检测、设计和数据服务，不得转让。"),
    ]  # fmt: skip


def test_a_clause_that_moved_is_found_under_its_new_number():
    pairs = compare([entry("1", TICKET), entry("2", PEOPLE)], [entry("1", PEOPLE), entry("2", TICKET)])
    assert [(pair.state, pair.renumbered) for pair in pairs] == [(State.UNCHANGED, True)] * 2


def test_what_has_no_counterpart_vanished_or_is_new_and_stands_in_its_place():
    old, new = (
        [entry("1", TICKET), entry("2", HOUSE), entry("3", PEOPLE)],
        [entry("1", TICKET), entry("2", PEOPLE)],
    )
    assert told(old, new) == [("unchanged", "1", "1"), ("vanished", "2", None), ("unchanged", "3", "2")]
    assert told(new, old) == [("unchanged", "1", "1"), ("new", None, "2"), ("unchanged", "2", "3")]


def test_the_same_number_with_other_words_is_not_the_same_clause():
    assert told([entry("1", HOUSE)], [entry("1", PEOPLE)]) == [("new", None, "1"), ("vanished", "1", None)]


def test_the_same_number_and_heading_is_the_same_clause_before_any_wording_that_is_alike():
    old = [entry("4", "", "服务体系"), entry("4-1", PEOPLE), entry("4-2", HOUSE)]
    new = [entry("4", f"{PEOPLE}{HOUSE}", "服务体系")]
    assert told(old, new) == [("changed", "4", "4"), ("vanished", "4-1", None), ("vanished", "4-2", None)]


def test_a_heading_over_others_does_not_lack_its_wording():
    heading = Entry("1", "一", "服务体系", "", over_others=True)
    assert without_wording([heading, entry("1-1", PEOPLE), entry("2", "", "附则")]) == 1


def test_every_clause_of_both_is_there_once():
    texts = [TICKET, PEOPLE, HOUSE, TICKET.replace("十", "五"), "其他事项由市科技部门解释。"]
    old = [entry(str(at), text) for at, text in enumerate(texts)]
    new = [entry(str(at), text) for at, text in enumerate(reversed(texts[1:]))]
    pairs = compare(old, new)
    assert sorted(pair.old.number for pair in pairs if pair.old) == [one.number for one in old]
    assert [pair.new.number for pair in pairs if pair.new] == [one.number for one in new]


def test_headings_are_compared_where_there_is_no_wording():
    assert told([entry("1", "", "创新券")], [entry("1", "", "创新券")]) == [("unchanged", "1", "1")]


def test_a_difference_holds_both_wordings_whole():
    old, new = "上限为 200,000 元，用于 R&D 检测。", "上限为 500,000 元，用于检测和设计。"
    parts = difference(old, new)
    assert "".join(part.text for part in parts if part.kind != "come") == old
    assert "".join(part.text for part in parts if part.kind != "gone") == new
    assert ("gone", "200,000") in [(part.kind, part.text) for part in parts]


def test_a_single_character_between_two_changes_belongs_to_them():
    parts = difference("甲乙丙丁", "子乙丑丁")
    assert [part.kind for part in parts] == ["gone", "come", "same"]


def test_nothing_against_nothing_is_nothing():
    assert compare([], []) == []
