"""Binds photos to one PDF, each filling an A4 page upright or across; JPEG goes in as it is.

Runs in a process of its own (`limited`), so it imports nothing of the portal.
"""

import io
from typing import Any

SHORT, LONG = 595.28, 841.89  # points: A4
QUALITY = 88


def child(target: str, *photos: str) -> None:
    """Write the PDF and print after each page how many there are."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for number, photo in enumerate(photos, start=1):
        _add(document, photo)
        print(number, flush=True)  # noqa: T201  # what the parent listens to
    document.save(target)


def _add(document: Any, photo: str) -> None:
    import pypdfium2

    picture = pypdfium2.PdfImage.new(document)
    picture.load_jpeg(_jpeg(photo))
    width, height = picture.get_px_size()
    paper = (LONG, SHORT) if width > height else (SHORT, LONG)
    scale = min(paper[0] / width, paper[1] / height)
    w, h = width * scale, height * scale
    left, bottom = (paper[0] - w) / 2, (paper[1] - h) / 2
    picture.set_matrix(pypdfium2.PdfMatrix(w, 0, 0, h, left, bottom))
    page = document.new_page(*paper)
    page.insert_obj(picture)
    page.gen_content()


def _jpeg(photo: str) -> Any:
    """The photo as a JPEG of three colors or gray, on white where it was transparent."""
    from PIL import Image

    with Image.open(photo, formats=["JPEG", "PNG"]) as picture:
        if picture.format == "JPEG" and picture.mode in ("RGB", "L"):
            return photo
        drawn = picture.convert("RGBA")
        page = Image.new("RGB", drawn.size, "white")
        page.paste(drawn, mask=drawn.getchannel("A"))
        content = io.BytesIO()
        page.save(content, "JPEG", quality=QUALITY)
        content.seek(0)
        return content
