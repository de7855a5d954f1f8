"""Small files of every kind, honest and hostile, made in memory."""

import io
import zipfile
import zlib

from openpyxl import Workbook
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\x00" + b"\x00" * 300
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def photo(
    size: tuple[int, int] = (8, 6), kind: str = "JPEG", orientation: int = 1, place: bool = False
) -> bytes:
    """A picture whose left half is red and whose right half is blue, as a camera writes it."""
    picture = Image.new("RGB", size, "blue")
    picture.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    if orientation != 1:
        exif[0x0112] = orientation
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (31.0, 18.0, 0.0)
    content = io.BytesIO()
    picture.save(content, kind, exif=exif.tobytes() if len(exif) or place else b"")
    return content.getvalue()


JPEG = photo()


def png() -> bytes:
    """One white pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    header = (1).to_bytes(4) + (1).to_bytes(4) + b"\x08\x02\x00\x00\x00"
    pixels = zlib.compress(b"\x00\xff\xff\xff")
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def package(**parts: bytes | str) -> bytes:
    """A ZIP package; `__` in a name stands for a slash, `_dot_` for a dot."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return content.getvalue()


def docx(main: str = _WORD, document: bytes | str = "<document/>", **parts: bytes | str) -> bytes:
    """A Word document, as far as a reader of packages looks."""
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    everything = {"[Content_Types]_dot_xml": types, "word__document_dot_xml": document} | parts
    return package(**everything)


def xlsx() -> bytes:
    """A workbook as a real library writes it."""
    content = io.BytesIO()
    Workbook().save(content)
    return content.getvalue()


def ofd() -> bytes:
    """An OFD package."""
    return package(OFD_dot_xml="<ofd:OFD/>", Doc_0__Document_dot_xml="<ofd:Document/>")
