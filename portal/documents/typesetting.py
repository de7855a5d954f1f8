"""PDFs by typst, with the fonts the project brings along: a machine without any Chinese font will do.

A document is a typst file beside its app's code plus data. Data only ever arrives as values, so nothing
that somebody typed is read as markup. The same data makes the same bytes, which is why nothing is kept: one
page takes some 20 ms.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from pylopdf_fonts_zh_cn import sans_path

MEDIA_TYPE = "application/pdf"
HOUSE = Path(__file__).parent / "typst"


@cache
def fonts() -> typst.Fonts:
    """Noto Serif SC and Noto Sans SC, read once per process; none of the machine's."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(sans_path().parent)]
    )


@cache
def source(path: Path) -> bytes:
    """A document's typst after what all documents share; read once per process."""
    return (HOUSE / "house.typ").read_bytes() + b"\n" + path.read_bytes()


def pdf(path: Path, data: dict[str, Any], at: datetime) -> bytes:
    """The document of this file, as of a moment; `data` is JSON: texts, numbers, lists, objects."""
    compiler = typst.Compiler(
        source(path), font_paths=fonts(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}
    )
    made = compiler.compile(format="pdf", timestamp=int(at.timestamp()))
    assert isinstance(made, bytes)
    return made
