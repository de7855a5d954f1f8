"""Documents that act by themselves, made in memory."""

import io
import zipfile
import zlib

from tests.portal.files import samples

_HEAD = b"%PDF-1.7\n"
_TAIL = b"\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects."""
    numbered = (b"%d 0 obj\n%s\nendobj\n" % (n, body) for n, body in enumerate(objects, start=1))
    return _HEAD + b"".join(numbered) + _TAIL


def packed(objects: bytes, head: bytes = b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode") -> bytes:
    """A stream of compressed objects."""
    return b"<< " + head + b" >>\nstream\n" + zlib.compress(objects) + b"\nendstream"


def ooxml(base: bytes, **parts: bytes | str) -> bytes:
    """An office document with more parts; names as in `samples.package`."""
    content = io.BytesIO(base)
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return content.getvalue()


def relation(kind: str, target: str = "https://bad.example/x", mode: str = "External") -> str:
    """A part of relationships that points somewhere."""
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{types}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )


def field(*runs: str) -> str:
    """A Word document with one field, its code split over runs."""
    codes = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
    return f'<w:document xmlns:w="w"><w:r><w:fldChar w:fldCharType="begin"/></w:r>{codes}</w:document>'


JS = b"<< /Type /Action /S /JavaScript /JS (app.alert\\(1\\)) >>"
ACTIVE_PDFS = {
    "script": pdf(JS),
    "script with an escaped name": pdf(b"<< /S /J#61va#53cript /JS 3 0 R >>"),
    "script behind a comment": pdf(b"<< /S % harmless\n /JavaScript /JS 3 0 R >>"),
    "kind as an object of its own": pdf(b"<< /S 2 0 R /JS (x) >>", b"/JavaScript"),
    "script in an object stream": pdf(packed(b"4 0  " + JS)),
    "script in an object stream, name escaped": pdf(
        packed(
            b"4 0  << /S /#4aavaScript /JS (x) >>", b"/Type /O#62jStm /N 1 /First 5 /Filter [/FlateDecode]"
        )
    ),
    "object stream whose dictionary hides behind a decoy": pdf(
        packed(b"4 0  " + JS, b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Note (obj)")
    ),
    "program": pdf(b"<< /S /Launch /F (cmd.exe) >>"),
    "attached file": pdf(b"<< /Type /Filespec /F (a.exe) /EF << /F 2 0 R >> >>"),
    "names of attached files": pdf(b"<< /Names << /EmbeddedFiles 2 0 R >> >>"),
    "attached file as a stream": pdf(b"<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream"),
    "film": pdf(b"<< /Subtype /RichMedia >>"),
    "scripted form": pdf(b"<< /AcroForm << /XFA [ (a) 2 0 R ] >> >>"),
}
CALM_PDFS = {
    "opens on its first page": pdf(b"<< /OpenAction [ 2 0 R /Fit ] >>"),
    "links to a page": pdf(b"<< /S /URI /URI (https://www.example.gov.cn) >>"),
    "writes about scripts": pdf(b"<< /Title (HTML5/JavaScript in practice) >>"),
    "objects packed": pdf(packed(b"4 0  << /Type /Catalog >>")),
    "text": pdf(
        b"<< /Filter /FlateDecode >>\nstream\n"
        + zlib.compress(b"BT (/JavaScript /Launch) Tj ET")
        + b"\nendstream"
    ),
}
_CHART = samples.xlsx()
ACTIVE_OFFICE = {
    "macros under another name": ooxml(samples.docx(), word__VBAPROJECT_dot_BIN="x"),
    "control": ooxml(samples.docx(), word__activeX__activeX1_dot_xml="<x/>"),
    "control by type": ooxml(
        samples.docx(),
        a_dot_rels='<Types><Override ContentType="application/vnd.ms-office.activeX+xml"/></Types>',
    ),
    "embedded object": ooxml(samples.docx(), word__embeddings__oleObject1_dot_bin="x"),
    "old office file inside": ooxml(
        samples.docx(), word__media__image1_dot_png=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    ),
    "program inside": ooxml(samples.docx(), word__media__image1_dot_png=b"MZ\x90\x00"),
    "page inside": ooxml(samples.docx(), word__a_dot_html="<p/>"),
    "archive inside": ooxml(samples.docx(), word__a_dot_bin=samples.package(a_dot_txt="x")),
    "macros in a document inside": ooxml(
        samples.docx(),
        word__embeddings__a_dot_docx=ooxml(samples.docx(), word__vbaProject_dot_bin="x"),
    ),
    "template from elsewhere": ooxml(
        samples.docx(), word___rels__settings_dot_xml_dot_rels=relation("attachedTemplate")
    ),
    "object from elsewhere": ooxml(
        samples.docx(), word___rels__document_dot_xml_dot_rels=relation("oleObject")
    ),
    "frame from elsewhere, in UTF-16": ooxml(
        samples.docx(), word___rels__a_dot_rels=relation("frame").encode("utf-16")
    ),
    "command in a field": samples.docx(document=field('DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"')),
    "command in a field, split": samples.docx(document=field("D", "DE", " cmd")),
    "command in a simple field": samples.docx(
        document='<w:document xmlns:w="w"><w:fldSimple w:instr="dde cmd"/></w:document>'
    ),
    "command in a sheet": ooxml(
        _CHART,
        xl__externalLinks__externalLink1_dot_xml='<externalLink><ddeLink ddeService="cmd"/></externalLink>',
    ),
    "macro sheet": ooxml(_CHART, xl__macrosheets__sheet1_dot_xml="<x/>"),
    "entities in UTF-16": samples.docx(document='<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")),
}
CALM_OFFICE = {
    "chart with its table": ooxml(samples.docx(), word__embeddings__Sheet1_dot_xlsx=_CHART),
    "link to a page": ooxml(samples.docx(), word___rels__document_dot_xml_dot_rels=relation("hyperlink")),
    "page number": samples.docx(document=field(" PAGE ")),
    "link to another sheet": ooxml(
        samples.docx(), xl___rels__a_dot_rels=relation("externalLinkPath", "b.xlsx")
    ),
}


def bomb_inside() -> bytes:
    """A document whose embedded document unpacks to a thousand times its size."""
    inner = samples.docx(word__big_dot_xml=b"<a>" + b" " * 60_000_000 + b"</a>")
    return ooxml(samples.docx(), word__embeddings__a_dot_docx=inner)


def twice_the_same_part() -> bytes:
    """Two parts of one name: one reader takes the first, another the last."""
    content = io.BytesIO(samples.docx())
    with zipfile.ZipFile(content, "a") as archive:
        archive.filelist.append(archive.getinfo("word/document.xml"))
        archive._didModify = True  # type: ignore[attr-defined]  # writes the directory again, with the part twice
    return content.getvalue()


PDF_BOMB = pdf(packed(b"4 0 " + b" " * 70_000_000))
