"""A page of a PDF as a picture and as text. Runs in the confined process only (`programs.sources.child`)."""

import struct
import zlib
from pathlib import Path
from typing import Any

import pypdfium2

WIDTH, TALLEST = 1000, 2400  # pixels


def count(path: Path) -> int:
    """How many pages it has."""
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def page(path: Path, number: int, picture: Path) -> dict[str, Any]:
    """Draw page `number`, counted from one, into a PNG in shades of gray; its text, line by line."""
    with pypdfium2.PdfDocument(path) as document:
        found = document[number - 1]
        width, height = found.get_size()  # points
        scale = min(WIDTH / width, TALLEST / height)
        bitmap = found.render(scale=scale, grayscale=True)
        picture.write_bytes(png(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride))
        text = found.get_textpage().get_text_bounded()
        return {"text": text, "width": bitmap.width, "height": bitmap.height}


def png(pixels: Any, width: int, height: int, stride: int) -> bytes:
    """Eight-bit gray, unfiltered rows (W3C PNG, 2003). `stride`: bytes from one row of pixels to the next."""
    view = memoryview(pixels).cast("B")
    rows = b"".join(b"\0" + bytes(view[start : start + width]) for start in range(0, stride * height, stride))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows, 6)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
