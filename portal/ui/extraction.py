"""Finds the translatable strings of one app, in Python and in templates, without gettext tools."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple

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
    """One string in one file; `id` is a pair where there is a plural."""

    id: str | tuple[str, str]
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
            with path.open("rb") as source:
                yield from _python_strings(source, path.relative_to(folder).as_posix())
    for path in sorted(p for p in folder.glob("templates/**/*") if p.suffix in {".html", ".txt"}):
        name = path.relative_to(folder).as_posix()
        source = BytesIO(templatize(path.read_text("utf-8"), origin=name).encode())
        yield from _python_strings(source, name)


def _python_strings(source: IO[bytes], name: str) -> Iterator[Found]:
    for _line, message, _comments, context in extract("python", source, keywords=KEYWORDS):  # type: ignore[arg-type] # specs with contexts
        if message:
            yield Found(message if isinstance(message, str) else tuple(message), context, name)
