"""Electronic invoices carry their data as a file; locked PDFs open for everybody."""

import hashlib
import zlib

import pytest

from tests.portal.files import samples
from tests.portal.files.hostile import JS, pdf
from tests.portal.files.test_services import ACTIVE, DAMAGED, keep, media, refusal  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
XML = '<?xml version="1.0"?><EInvoice xmlns="urn:x"><金额>4.80</金额></EInvoice>'.encode()
PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def stream(data: bytes, head: bytes = b"/Filter /FlateDecode", number: int = 0) -> bytes:
    """An attached file's stream."""
    packed = zlib.compress(data) if b"Flate" in head else data
    return b"<< /Type /EmbeddedFile %s /Length %d >>\nstream\n%s\nendstream" % (head, len(packed), packed)


def invoice(
    data: bytes = XML, names: bytes = b"/F (invoice.xml)", held: bytes = b"/EF << /F 3 0 R >>"
) -> bytes:
    """A PDF with one file attached."""
    catalog = b"<< /Type /Catalog /Names << /EmbeddedFiles << /Names [(a) 2 0 R] >> >> /AF [2 0 R] >>"
    return pdf(catalog, b"<< /Type /Filespec %s %s >>" % (names, held), stream(data))


HARMLESS = {
    "XML": invoice(),
    "XML not packed": pdf(
        b"<< /Type /Filespec /F (a.xml) /EF << /F 2 0 R /UF 2 0 R >> >>", stream(XML, b"/Subtype /text#2Fxml")
    ),
    "name in UTF-16": invoice(names=b"/UF <%s>" % "\ufeff发票.xml".encode("utf-16-be").hex().encode()),
    "name with escapes": invoice(names=b"/F (\\146actur-x.XML)"),
    "OFD": invoice(samples.ofd(), b"/F (a.ofd)"),
    "XML in UTF-16": invoice(XML.decode().encode("utf-16")),
}
REFUSED = {
    "program": invoice(b"MZ\x90"),
    "name of a program": invoice(names=b"/F (invoice.bat)"),
    "second name of a program": invoice(names=b"/UF (invoice.xml) /F (invoice.bat)"),
    "escaped name of a program": invoice(names=b"/F (invoice.\\142at)"),
    "name turned around": invoice(
        names=b"/UF <%s>" % "\ufeff\u202elmx.xml".encode("utf-16-be").hex().encode()
    ),
    "name elsewhere": invoice(names=b"/UF (a.xml) /F 9 0 R"),
    "no name": invoice(names=b""),
    "document type": invoice(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "style sheet": invoice(b'<?xml-stylesheet href="x.xsl"?><a/>'),
    "script": invoice(b'<a xmlns:h="http://www.w3.org/1999/xhtml"><h:script>alert(1)</h:script></a>'),
    "script without a namespace": invoice(b"<html><script>alert(1)</script></html>"),
    "not well-formed": invoice(b"<a>"),
    "another archive": invoice(samples.docx(), b"/F (a.ofd)"),
    "held elsewhere": invoice(held=b"/EF 3 0 R"),
    "second one held elsewhere": invoice() + pdf(b"<< /F (b.xml) /EF 9 0 R >>"),
    "not there": invoice(held=b"/EF << /F 7 0 R >>"),
    "older one is a program": invoice() + pdf(b"", b"", stream(b"MZ\x90")),
    "packed in an odd way": pdf(
        b"<< /F (a.xml) /EF << /F 2 0 R >> >>", stream(XML, b"/Filter /ASCIIHexDecode")
    ),
    "related files": invoice(held=b"/EF << /F 3 0 R >> /RF << /F [(a.exe) 4 0 R] >>"),
    "a script beside it": invoice() + pdf(JS),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_invoice_with_its_data_is_kept(case):
    assert keep(HARMLESS[case], "a.pdf").media_type == "application/pdf"


@pytest.mark.parametrize("case", REFUSED)
def test_other_attached_file_is_refused(case):
    assert refusal(REFUSED[case], "a.pdf") == ACTIVE


def test_endless_attached_file_is_refused():
    assert "unpacks" in refusal(invoice(b"<a>" + b" " * 6_000_000 + b"</a>"), "a.pdf")


def rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def locked(objects: bytes, password: bytes = b"") -> bytes:
    """A PDF with an owner's password and these packed objects (ISO 32000-2, algorithms 1 to 4)."""
    user = (password + PADDING)[:32]
    owner = rc4(hashlib.md5(b"owner" + PADDING[:27], usedforsecurity=False).digest()[:5], user)
    rights = (-44).to_bytes(4, "little", signed=True)
    key = hashlib.md5(user + owner + rights + b"0123456789abcdef", usedforsecurity=False).digest()[:5]
    own = hashlib.md5(key + (3).to_bytes(3, "little") + bytes(2), usedforsecurity=False).digest()[:10]
    packed = rc4(own, zlib.compress(objects))
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(packed)
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s> >>" % (
        owner.hex().encode(),
        rc4(key, PADDING).hex().encode(),
    )
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>",
        b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        head + b"\nstream\n" + packed + b"\nendstream",
        lock,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    ]
    body, places = b"%PDF-1.5\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    rows = [(0, 0, 0), *((1, place, 0) for place in places), (2, 3, 0), (1, len(body), 0)]
    table = b"".join(kind.to_bytes(1) + place.to_bytes(4) + last.to_bytes(1) for kind, place, last in rows)
    trailer = (
        b"7 0 obj\n<< /Type /XRef /W [1 4 1] /Size 8 /Root 1 0 R /Encrypt 4 0 R /ID [<%s> <%s>] /Length %d >>"
        % (b"0123456789abcdef".hex().encode(), b"0123456789abcdef".hex().encode(), len(table))
    )
    return body + trailer + b"\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(body))


def test_pdf_that_is_only_locked_is_kept():
    assert keep(locked(b"6 0 [5 0 R /Fit]"), "a.pdf").media_type == "application/pdf"


def test_script_in_a_locked_pdf_is_found():
    assert refusal(locked(b"6 0 " + JS), "a.pdf") == ACTIVE


def test_pdf_that_asks_for_a_password_is_refused():
    assert refusal(locked(b"6 0 [5 0 R /Fit]", b"secret"), "a.pdf") == DAMAGED
