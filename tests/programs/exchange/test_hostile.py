"""Files that would take the machine's memory or say one thing and mean another: each refused in words."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.api.problems import Refused
from portal.files import packages, sheet_limits
from programs.exchange import services
from programs.exchange.models import Import, Table
from tests.factories.catalog import ProgramFactory
from tests.factories.spreadsheets import file
from tests.portal.files import samples
from tests.programs.exchange.situations import book, english, said, uploaded, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></worksheet>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))


def with_sheet(content: str, part: str = SHEET) -> SimpleUploadedFile:
    """A spreadsheet whose only sheet, or another part, is this XML."""
    made, base = BytesIO(), zipfile.ZipFile(BytesIO(file([["short name"]]).read()))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name in dict.fromkeys([*base.namelist(), part]):
            package.writestr(name, content if name == part else base.read(name))
    return SimpleUploadedFile("table.xlsx", made.getvalue())


def cell(where: str, text: str = "x") -> str:
    return f'<c r="{where}" t="inlineStr"><is><t>{text}</t></is></c>'


BOMB = MAIN + '<row r="1">' + "<c/>" * 15_000_000 + "</row>" + END
FILES = {
    "zip bomb": (lambda: with_sheet(BOMB), "unpacks to far more than its size"),
    "entities": (
        lambda: with_sheet(f"<!DOCTYPE x [{LAUGHS}]>{MAIN}<row>{cell('A1', '&l9;')}</row>{END}"),
        "holds macros or hidden content",
    ),
    "other content": (
        lambda: SimpleUploadedFile("a.xlsx", samples.docx()), "the name “a.xlsx” says otherwise",
    ),
    "text": (lambda: SimpleUploadedFile("a.xlsx", b"short name,title"), "is no XLSX inside"),
    "other type": (lambda: SimpleUploadedFile("a.docx", samples.docx()), "Choose an XLSX file"),
    "formula as a header": (lambda: file([["short name", "=1+1"]]), "This is a formula"),
    "far column": (lambda: file([["short name", *[None] * 59, "title"]]), "more than 60 columns"),
    "row far below": (
        lambda: with_sheet(f'{MAIN}<row r="1">{cell("A1", "short name")}</row><row r="20002">'
                           f'{cell("A20002")}</row>{END}'),
        "more than 20000 rows",
    ),
    "a column beyond all letters": (
        lambda: with_sheet(f'{MAIN}<row r="1">{cell("ABCDE1")}</row>{END}'), "cannot be read",
    ),
    "unknown sheet": (
        lambda: book(Programs=[["short name"]], Notes=[["by the way"]]),
        "There is no table “Notes” here. The sheets are: Programs, Terms of programs.",
    ),
    "sheet twice": (lambda: book(a=[["short name"]], Programs=[["short name"]]), "is there twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_it_is_refused_with_a_sentence(name: str) -> None:
    content, sentence = FILES[name]
    with pytest.raises(Refused, match=sentence):
        services.upload(Table.PROGRAMS, content(), by=english())
    assert not Import.objects.exists()


def test_a_million_columns_are_refused_before_anything_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a row packs so well that the ratio refuses it first: let in, it is counted as a stream."""
    monkeypatch.setattr(packages, "MAX_RATIO", 10**6)
    wide = with_sheet(MAIN + "<row>" + "<c/>" * 1_000_000 + "</row>" + END)
    with pytest.raises(Refused, match="more than 60 columns"):
        services.upload(Table.PROGRAMS, wide, by=english())


def test_more_styles_than_a_table_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_RATIO", 10**6)
    monkeypatch.setattr(sheet_limits, "MOST_OTHERS", 1000)
    styles = "<styleSheet>" + "<xf/>" * 1001 + "</styleSheet>"
    with pytest.raises(Refused, match="far more than a table"):
        services.upload(Table.PROGRAMS, with_sheet(styles, "xl/styles.xml"), by=english())


def test_formulas_and_errors_in_cells_stay_out() -> None:
    program = ProgramFactory(title="旧的名称")
    assert said(uploaded([["short name", "title"], [program.slug, "=1+1"]])) == [
        (2, "wrong", ["title: This is a formula. Write its value instead."])
    ]
    shown = f'<row r="1">{cell("A1", "short name")}{cell("B1", "title")}</row>'
    wrong = f'<row r="2">{cell("A2", program.slug)}<c r="B2" t="e"><v>#N/A</v></c></row>'
    made = services.upload(Table.PROGRAMS, with_sheet(MAIN + shown + wrong + END), by=english())
    assert said(worked(made))[0][2] == ["title: This cell shows an error. Write a value instead."]
