"""Finds the translatable strings of one app, in Python and in templates, without gettext tools."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

_FUNCTIONS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
KEYWORDS = _FUNCTIONS | {f"{name}_lazy": spec for name, spec in _FUNCTIONS.items() if name != "_"}


class Found(NamedTuple):
    """One string in one file; `id` is a tuple where there is a plural."""

    id: str | tuple[str, ...]
    context: str | None
    file: str


def extract_app(folder: Path) -> Catalog:
    """The template catalog of the app in `folder`: every string once, with the files it stands in."""
    catalog = Catalog(fuzzy=False)
    for found in _strings(folder):
        catalog.add(found.id, locations=[(found.file, 0)], context=found.context)
    return catalog


def _strings(folder: Path) -> Iterator[Found]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _python_strings(path.read_bytes(), path.relative_to(folder).as_posix())
    for path in sorted(p for p in folder.glob("templates/**/*") if p.suffix in {".html", ".txt"}):
        name = path.relative_to(folder).as_posix()
        # What templatize leaves is not indented like Python: each line stands for itself.
        lines = templatize(path.read_text("utf-8"), origin=name).splitlines()
        yield from _python_strings("\n".join(line.strip() for line in lines).encode(), name)


def _python_strings(source: bytes, name: str) -> Iterator[Found]:
    # The stubs know only plain numbers in keyword specs; contexts are pairs (1, "c").
    keywords: Any = KEYWORDS
    for _line, message, _comments, context in extract("python", BytesIO(source), keywords=keywords):
        if message:
            yield Found(message, context, name)
