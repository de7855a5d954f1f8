import pytest

from programs.sources import word
from programs.sources.numbering import FORMATS, chinese, chinese_digits
from tests.programs.sources import papers

CHAPTERS = [("chineseCounting", "第%1章"), ("decimal", "%1.%2"), ("decimalEnclosedCircle", "%3")]


@pytest.fixture
def lines(tmp_path):
    def read(*paragraphs, levels=CHAPTERS):
        path = tmp_path / "a.docx"
        path.write_bytes(papers.docx(paragraphs, levels))
        return [line for page in word.pages_of(path) for line in page]

    return read


def test_automatic_numbers_are_written_out(lines):
    found = lines(("总则", 0), ("目的", 1), ("范围", 1), ("甲", 2), ("申领", 0), ("条件", 1))
    assert [text for text, _unknown in found] == [
        "第一章 总则", "一.1 目的", "一.2 范围", "① 甲", "第二章 申领", "二.1 条件",
    ]  # fmt: skip
    assert not any(unknown for _text, unknown in found)


def test_a_format_the_portal_does_not_know_is_marked(lines):
    assert lines(("甲", 0), levels=[("thaiCounting", "%1)")]) == [("甲", True)]


def test_a_list_that_is_not_there_is_marked(lines):
    assert lines(("甲", 0), levels=[]) == [("甲", True)]


def test_bullets_have_no_number(lines):
    assert lines(("甲", 0), levels=[("bullet", "•")]) == [("甲", False)]


def body(tmp_path, inner, **parts):
    head = '<w:document xmlns:w="w"><w:body>'
    path = tmp_path / "b.docx"
    path.write_bytes(papers.package(word__document_dot_xml=f"{head}{inner}</w:body></w:document>", **parts))
    return word.pages_of(path)


def test_deleted_text_and_field_codes_are_left_out(tmp_path):
    inner = (
        "<w:p><w:r><w:t>每年</w:t></w:r><w:del><w:r><w:delText>一万</w:delText><w:t>一万</w:t></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText><w:t>两万元</w:t></w:r></w:p>"
    )
    assert body(tmp_path, inner) == [[("每年两万元", False)]]


def test_pages_are_those_word_noted(tmp_path):
    inner = (
        "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>乙</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>丙</w:t><w:br/><w:t>丁</w:t></w:r></w:p>"
    )
    assert body(tmp_path, inner) == [[("甲", False)], [("乙", False), ("丙", False), ("丁", False)]]


def test_a_style_numbers_its_paragraphs(tmp_path):
    styles = (
        '<w:styles xmlns:w="w"><w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="3"/>'
        '</w:numPr></w:pPr></w:style><w:style w:styleId="Own"><w:basedOn w:val="Base"/></w:style></w:styles>'
    )
    numbering = (
        '<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="4"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    inner = '<w:p><w:pPr><w:pStyle w:val="Own"/></w:pPr><w:r><w:t>目的</w:t></w:r></w:p>'
    found = body(tmp_path, inner, word__styles_dot_xml=styles, word__numbering_dot_xml=numbering)
    assert found == [[("第4条 目的", False)]]


def test_a_list_may_begin_again(tmp_path):
    numbering = (
        '<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
    )
    inner = "".join(
        f'<w:p><w:pPr><w:numPr><w:numId w:val="{number}"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
        for number in (1, 1, 2, 2)
    )
    found = body(tmp_path, inner, word__numbering_dot_xml=numbering)
    assert [text for text, _unknown in found[0]] == ["1.甲", "2.甲", "1.甲", "2.甲"]


def test_a_document_type_is_refused(tmp_path):
    path = tmp_path / "c.docx"
    path.write_bytes(
        papers.package(word__document_dot_xml='<!DOCTYPE a [<!ENTITY x "y">]><w:document xmlns:w="w"/>')
    )
    with pytest.raises(word.Hostile):
        word.pages_of(path)


@pytest.mark.parametrize(
    ("number", "counted", "digits"),
    [
        (1, "一", "一"),
        (10, "十", "一〇"),
        (12, "十二", "一二"),
        (105, "一百零五", "一〇五"),
        (20, "二十", "二〇"),
    ],
)
def test_numbers_in_chinese(number, counted, digits):
    assert (chinese(number), chinese_digits(number)) == (counted, digits)


def test_letters_and_roman_numbers():
    assert [FORMATS["lowerLetter"](number) for number in (1, 26, 27)] == ["a", "z", "aa"]
    assert [FORMATS["upperRoman"](number) for number in (4, 9, 40)] == ["IV", "IX", "XL"]
    assert FORMATS["decimalFullWidth"](12) == "１２"
