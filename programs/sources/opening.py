"""Has a file read by a process of its own, which may crash or hang without harm."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

SECONDS = 60  # of the clock, for one page or one Word file


class Unreadable(Exception):
    """The process ended without an answer: a damaged file, or one that asks for too much."""


@dataclass(frozen=True)
class Page:
    """A page of a PDF: its picture as a PNG, `width` and `height` in pixels; no text for a scan."""

    text: str
    picture: bytes
    width: int
    height: int


def count(path: Path) -> int:
    """How many pages a PDF has."""
    return int(_ask("count", path)["pages"])


def page(path: Path, number: int, folder: Path) -> Page:
    """One page of a PDF, counted from one. `folder`: where the picture may lie for a moment."""
    picture = folder / "page.png"
    found = _ask("page", path, str(number), str(picture))
    return Page(found["text"], picture.read_bytes(), found["width"], found["height"])


def word(path: Path) -> list[list[tuple[str, bool]]]:
    """The paragraphs of a DOCX by page; each with whether Word numbers it in a way that could not be told."""
    return [[(text, automatic) for text, automatic in page] for page in _ask("docx", path)["pages"]]


def _ask(command: str, path: Path, *rest: str) -> dict[str, Any]:
    line = [sys.executable, "-m", "programs.sources.child", command, str(path), *rest]
    try:
        done = subprocess.run(
            line, cwd=settings.BASE_DIR, env={"PATH": ""}, capture_output=True, timeout=SECONDS, check=True
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Unreadable(str(error)) from error
    return found
