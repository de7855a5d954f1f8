"""Older office files, presentations and XML invoices: taken where they do nothing by themselves."""

import pytest

from portal.files.models import StoredFile
from tests.portal.files import samples
from tests.portal.files.compound import DOC, PPT, XLS, compound, workbook
from tests.portal.files.test_services import (  # noqa: F401  a fixture
    ACTIVE,
    DAMAGED,
    OTHER_INSIDE,
    keep,
    media,
    refusal,
)

pytestmark = pytest.mark.django_db
NO_INVOICE = OTHER_INSIDE.format("a.xml", "XML invoice")
INVOICE = """<?xml version="1.0" encoding="UTF-8"?>
<EInvoice><Header><EIid>1</EIid></Header><EInvoiceData>
<SellerInformation><SellerName>江城检测有限公司</SellerName></SellerInformation>
<BuyerInformation><BuyerName>华纳测试科技有限公司</BuyerName></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>80188.68</TotalAmWithoutTax>
<TotalTax-includedAmount>85000</TotalTax-includedAmount></BasicInformation></EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>26322000000012345678</InvoiceNumber>
<IssueTime>2026-03-01 10:11:12</IssueTime></TaxSupervisionInfo></EInvoice>"""
ENTITIES = INVOICE.replace("<EInvoice>", '<!DOCTYPE a [<!ENTITY b "ha">]><EInvoice>', 1)
TYPES = '<Types><Override PartName="/ppt/presentation.xml" ContentType="application/vnd.openxmlformats-'
PPTX = samples.package(
    **{"[Content_Types]_dot_xml": f'{TYPES}officedocument.presentationml.presentation.main+xml"/></Types>'},
    ppt__presentation_dot_xml="<p/>",
)


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (DOC, "a.doc", "application/msword"),
        (DOC, "a.wps", "application/msword"),
        (XLS, "a.xls", "application/vnd.ms-excel"),
        (XLS, "a.et", "application/vnd.ms-excel"),
        (PPT, "a.ppt", "application/vnd.ms-powerpoint"),
        (PPTX, "a.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (INVOICE.encode(), "发票.xml", "application/xml"),
    ],
)
def test_what_does_nothing_by_itself_is_kept(content, name, media_type):
    assert keep(content, name).media_type == media_type


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        pytest.param(compound({"WordDocument": b"x"}, ("Macros",)), "a.doc", ACTIVE, id="macros of Word"),
        pytest.param(
            compound({"Workbook": workbook(0)}, ("_VBA_PROJECT_CUR",)), "a.xls", ACTIVE, id="of Excel"
        ),
        pytest.param(compound({"Workbook": workbook(0, 1)}), "a.et", ACTIVE, id="sheet of macros"),
        pytest.param(compound({"WordDocument": b"x"}, ("ObjectPool",)), "a.doc", ACTIVE, id="objects"),
        pytest.param(
            compound({"WordDocument": bytes(64) + b"\x13 DDEAUTO cmd \x14"}), "a.doc", ACTIVE, id="DDE"
        ),
        pytest.param(compound({"EncryptedPackage": b"x"}), "a.doc", DAMAGED, id="with a password"),
        pytest.param(compound({"WordDocument": bytes(11) + b"\x01"}), "a.doc", DAMAGED, id="encrypted"),
        pytest.param(DOC[:700], "a.doc", DAMAGED, id="cut short"),
        pytest.param(
            compound({"__properties_version1.0": b"x"}),
            "a.doc",
            OTHER_INSIDE.format("a.doc", "DOC"),
            id="a mail",
        ),
        pytest.param(ENTITIES.encode(), "a.xml", ACTIVE, id="invoice with entities"),
        pytest.param(
            INVOICE.replace("<Header>", "<Header><script>x</script>").encode(), "a.xml", ACTIVE, id="script"
        ),
        pytest.param(INVOICE[:-5].encode(), "a.xml", DAMAGED, id="invoice cut short"),
        pytest.param(
            INVOICE.replace("<IssueTime>", "<InvoiceNumber>87654321</InvoiceNumber><IssueTime>").encode(),
            "a.xml",
            DAMAGED,
            id="two numbers",
        ),
        pytest.param(b'<?xml version="1.0"?><a/>', "a.xml", NO_INVOICE, id="another XML"),
        pytest.param(b'<?xml version="1.0"?><html><script/></html>', "a.xml", NO_INVOICE, id="a page"),
    ],
)
def test_what_acts_or_cannot_be_read_is_refused(content, name, sentence):
    assert refusal(content, name) == sentence


def test_what_an_invoice_says_is_kept_beside_it():
    keep(INVOICE.encode(), "a.xml")
    assert StoredFile.objects.get().invoice == {
        "number": "26322000000012345678",
        "day": "2026-03-01",
        "amount": "85000.00",
        "seller": "江城检测有限公司",
        "buyer": "华纳测试科技有限公司",
    }
