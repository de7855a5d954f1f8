"""Makes a photo fit to be kept: upright, without where and when it was taken, no larger than a page needs.

Runs in a process of its own (`limited`), so it imports nothing of the portal.
"""

from typing import Any

LONGEST_SIDE = 4096  # pixels: A4 at about 350 dots an inch
MOST_PIXELS = 120_000_000
MOST_PIXELS_REDUCED = 300_000_000  # of a JPEG, which can be read at a fraction of its size
QUALITY = 88
TOO_MANY_PIXELS, DAMAGED, SAME = 3, 4, 5
# What describes the picture itself; all else tells of its maker.
_OWN = {
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "adobe_transform", "progressive",
    "progression", "icc_profile", "gamma", "chromaticity", "srgb", "transparency", "interlace", "background",
}  # fmt: skip
_ORIENTATION = 0x0112


def child(source: str, target: str, kind: str) -> int:
    """Write the photo of a kind (JPEG, PNG or HEIC) anew; SAME where it may stay as it is."""
    from PIL import Image, ImageFile

    Image.MAX_IMAGE_PIXELS = None  # counted here
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    if kind == "HEIC":
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False)
    formats = ["HEIF"] if kind == "HEIC" else [kind]
    try:
        with Image.open(source, formats=formats) as photo:
            return _retouched(photo, source, target, kind)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, KeyError, IndexError):
        return DAMAGED


def _retouched(photo: Any, source: str, target: str, kind: str) -> int:
    from PIL import ImageOps

    pixels = photo.width * photo.height
    if pixels > (MOST_PIXELS_REDUCED if kind == "JPEG" else MOST_PIXELS):
        return TOO_MANY_PIXELS
    large = max(photo.size) > LONGEST_SIDE
    if large and kind == "JPEG":
        photo.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    if photo.width * photo.height > MOST_PIXELS:
        return TOO_MANY_PIXELS
    photo.load()
    turned = photo.getexif().get(_ORIENTATION, 1) != 1
    if not (large or turned or kind == "HEIC" or _tells(photo) or _goes_on(source, kind)):
        return SAME
    upright = ImageOps.exif_transpose(photo) if turned else photo
    if large:
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    _save(upright, target, kind, untouched=not (large or turned))
    return 0


def _tells(photo: Any) -> bool:
    """Whether something beside the picture is written in it."""
    return bool(set(photo.info) - _OWN or photo.getexif() or getattr(photo, "text", None))


def _goes_on(source: str, kind: str) -> bool:
    """Whether something follows the picture: a short film, a second picture."""
    with open(source, "rb") as file:  # noqa: PTH123  # this process imports as little as it can
        content = file.read()
    end = b"\xff\xd9" if kind == "JPEG" else b"IEND\xaeB`\x82"
    return content.count(end) > 1 or not content.rstrip(b"\0\r\n").endswith(end)


def _save(photo: Any, target: str, kind: str, untouched: bool) -> None:
    profile = photo.info.get("icc_profile")
    if kind == "PNG":
        photo.info = {k: v for k, v in photo.info.items() if k in ("transparency", "gamma")}
        photo.save(target, "PNG", icc_profile=profile)
        return
    if untouched and kind == "JPEG":
        photo.save(target, "JPEG", quality="keep", icc_profile=profile, exif=b"", comment=b"")
        return
    if photo.mode not in ("RGB", "L"):
        profile, photo = None, photo.convert("RGB")
    photo.info = {}
    photo.save(target, "JPEG", quality=QUALITY, icc_profile=profile, optimize=True)
