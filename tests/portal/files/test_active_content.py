import pytest

from tests.portal.files import hostile, samples
from tests.portal.files.test_services import ACTIVE, BOMB, DAMAGED, keep, media, refusal  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", hostile.ACTIVE_PDFS)
def test_a_pdf_that_acts_is_refused(case):
    assert refusal(hostile.ACTIVE_PDFS[case], "a.pdf") == ACTIVE


@pytest.mark.parametrize("case", hostile.CALM_PDFS)
def test_a_pdf_that_does_nothing_is_kept(case):
    assert keep(hostile.CALM_PDFS[case], "a.pdf").media_type == "application/pdf"


@pytest.mark.parametrize("case", hostile.ACTIVE_OFFICE)
def test_an_office_document_that_acts_is_refused(case):
    name = "a.xlsx" if "sheet" in case else "a.docx"
    assert refusal(hostile.ACTIVE_OFFICE[case], name) == ACTIVE


@pytest.mark.parametrize("case", hostile.CALM_OFFICE)
def test_an_office_document_with_ordinary_parts_is_kept(case):
    assert keep(hostile.CALM_OFFICE[case], "a.docx").size


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        pytest.param(hostile.bomb_inside(), "a.docx", BOMB, id="bomb inside a document"),
        pytest.param(hostile.PDF_BOMB, "a.pdf", BOMB, id="bomb of packed objects"),
        pytest.param(hostile.twice_the_same_part(), "a.docx", DAMAGED, id="a part twice"),
        pytest.param(hostile.pdf(b"<< /Encrypt 2 0 R >>"), "a.pdf", DAMAGED, id="encrypted"),
        pytest.param(
            hostile.pdf(hostile.packed(b"x", b"/Type /ObjStm /N 1 /First 5 /Filter /ASCIIHexDecode")),
            "a.pdf",
            DAMAGED,
            id="objects packed in an odd way",
        ),
        pytest.param(samples.docx(document="<document>"), "a.docx", DAMAGED, id="no XML"),
    ],
)
def test_what_cannot_be_looked_into_is_refused(content, name, sentence):
    assert refusal(content, name) == sentence
