"""Policy files made in memory: PDFs with text, scans without, Word files with automatic numbers."""

import zlib
from collections.abc import Sequence
from io import BytesIO

from tests.portal.files.samples import package

WIDTH, HEIGHT, MARGIN, SIZE = 595, 842, 72, 11
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    b" /DescendantFonts [4 0 R] >>"
)
_CHARACTERS = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo"
    b" << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor << /Type /FontDescriptor"
    b" /FontName /STSong-Light /Flags 6 /Ascent 859 /Descent -140 /CapHeight 683 /StemV 80"
    b" /ItalicAngle 0 /FontBBox [-25 -254 1000 880] >> >>"
)
FULL_LINE = 38  # characters of a printed line
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def wrapped(text: str, width: int = FULL_LINE) -> list[str]:
    """A paragraph as a printer breaks it, its first line moved in by two characters."""
    first, rest = text[: width - 2], text[width - 2 :]
    return [f"　　{first}", *(rest[at : at + width] for at in range(0, len(rest), width))]


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF with a text layer: lines by page, in a font that readers bring themselves."""
    bodies = [_text_page(lines) for lines in pages]
    return _pdf([(body, "/Font << /F1 3 0 R >>", b"") for body in bodies])


def scan(pages: int) -> bytes:
    """A PDF of pictures only."""
    picture = zlib.compress(bytes((x * 5 + y * 3) % 256 for y in range(64) for x in range(64)))
    body = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I1 Do Q"
    return _pdf([(body, "", picture)] * pages)


def _text_page(lines: Sequence[str]) -> str:
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td\n" for line in lines)
    return f"BT /F1 {SIZE} Tf {MARGIN} {HEIGHT - MARGIN} Td\n{shown}ET"


def _pdf(pages: Sequence[tuple[str, str, bytes]]) -> bytes:
    """Objects 1 to 4 are the catalog, the pages and the font; then page, content and picture of each."""
    kids = " ".join(f"{5 + 3 * at} 0 R" for at in range(len(pages)))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _FONT,
        _CHARACTERS,
    ]
    for at, (body, fonts, picture) in enumerate(pages):
        images = f"/XObject << /I1 {7 + 3 * at} 0 R >>" if picture else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {6 + 3 * at} 0 R"
            f" /Resources << {fonts} {images} >> >>".encode()
        )
        objects.append(f"<< /Length {len(body)} >>\nstream\n{body}\nendstream".encode())
        objects.append(_image(picture))
    return _written(objects)


def _image(picture: bytes) -> bytes:
    if not picture:
        return b"<< >>"
    head = (
        f"<< /Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray /BitsPerComponent 8"
        f" /Filter /FlateDecode /Length {len(picture)} >>"
    )
    return head.encode() + b"\nstream\n" + picture + b"\nendstream"


def _written(objects: Sequence[bytes]) -> bytes:
    out, places = BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start, size = out.tell(), len(objects) + 1
    out.write(f"xref\n0 {size}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010d} 00000 n \n" for place in places).encode())
    out.write(f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def docx(paragraphs: Sequence[str | tuple[str, int]], levels: Sequence[tuple[str, str]] = ()) -> bytes:
    """A Word file. A paragraph with a depth is numbered by Word; `levels`: format and pattern by depth."""
    body = "".join(_paragraph(entry) for entry in paragraphs)
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    steps = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    numbering = (
        f'<w:numbering xmlns:w="{_WORD}"><w:abstractNum w:abstractNumId="7">{steps}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
    parts = {"[Content_Types]_dot_xml": types, "word__document_dot_xml": document}
    return package(**parts, word__numbering_dot_xml=numbering)


def _paragraph(entry: str | tuple[str, int]) -> str:
    if isinstance(entry, str):
        return f"<w:p><w:r><w:t>{entry}</w:t></w:r></w:p>"
    text, depth = entry
    place = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return f"<w:p>{place}<w:r><w:t>{text}</w:t></w:r></w:p>"
