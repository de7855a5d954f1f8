"""Reads every template of the portal: no inline script or style, none unused, every icon vendored."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[3]
FLOORS = [ROOT / floor for floor in ("portal", "programs", "applications")]
TEMPLATES = sorted(
    (path, path.relative_to(folder).as_posix())
    for floor in FLOORS
    for folder in floor.glob("*/templates")
    for path in folder.rglob("*")
    if path.is_file()
)
NAMES = [name for _path, name in TEMPLATES]
# Found by name by Django, DRF and allauth, not by us.
BY_CONVENTION = re.compile(
    r"^(\d{3}\.html|\d{3}_csrf\.html|(admin|allauth|account|django|mfa|registration|socialaccount)/)"
)

INLINE = {
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"\sstyle\s*=", re.I),
    "script element without a file": re.compile(r"<script\b(?![^>]*\ssrc=)", re.I),
    "event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
    "script address": re.compile(r"javascript:", re.I),
    "evaluated htmx": re.compile(r"hx-(on|vars)\b|\bjs:", re.I),
}


def without_comments(source: str) -> str:
    source = re.sub(r"{#.*?#}", "", source)
    return re.sub(r"{%\s*comment.*?endcomment\s*%}", "", source, flags=re.S)


def test_no_template_has_anything_inline() -> None:
    found = {
        (name, kind)
        for path, name in TEMPLATES
        for kind, pattern in INLINE.items()
        if pattern.search(without_comments(path.read_text()))
    }
    assert found == set()


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.name)
def test_every_template_compiles(floor: Path) -> None:
    for path, name in TEMPLATES:
        if path.suffix == ".html" and path.is_relative_to(floor):
            get_template(name)  # its error names file and line


def test_no_template_is_unused() -> None:
    sources = {
        path: path.read_text()
        for floor in FLOORS
        for path in floor.rglob("*")
        if path.suffix in {".py", ".html", ".txt"} and path.is_file()
    }
    unused = [
        name
        for path, name in TEMPLATES
        if not BY_CONVENTION.match(name)
        and not any(name in text for other, text in sources.items() if other != path)
    ]
    assert unused == []


def test_every_icon_named_is_vendored() -> None:
    vendored = {path.stem for path in (ROOT / "portal/ui/icons").glob("*.svg")}
    named = {icon for path, _name in TEMPLATES for icon in re.findall(r'{% icon "([^"]+)"', path.read_text())}
    assert named - vendored == set()


def test_undefined_variable_in_our_template_fails() -> None:
    template = get_template("ui/parts/empty.html")
    with pytest.raises(AssertionError, match=r"title is undefined in .*empty\.html"):
        template.render({})


def test_undefined_variable_elsewhere_is_nothing() -> None:
    assert engines["django"].from_string("[{{ nothing }}]").render({}) == "[]"
