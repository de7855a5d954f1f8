"""Inline outline icons from the vendored set (`vendor.py` names them)."""

from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).resolve().parent / "icons"


@lru_cache(maxsize=256)
def drawing(name: str) -> SafeString:
    """The shapes of an icon; raises LookupError for a name that is not vendored."""
    path = FOLDER / f"{name}.svg"
    if not path.is_file():
        raise LookupError(f"No icon {name!r}: add its name to portal/ui/vendor.py and run it.")
    return mark_safe(path.read_text().strip())  # noqa: S308  our own vendored file


def icon(name: str, classes: str = "") -> SafeString:
    """An `<svg class="icon">` hidden from screen readers: a word always stands beside it."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>',
        f" {classes}" if classes else "",
        drawing(name),
    )
