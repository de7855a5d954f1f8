"""From the printed lines of pages to paragraphs: what repeats on every page goes, broken sentences join."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from programs.sources.marks import SPECIES, mark_of

EDGE = 2  # lines at the top and the bottom of a page where headers and footers stand
FULL = 0.9  # of the usual length: a shorter line ends its paragraph when its sentence ends, too
SHORT = 0.7  # of the usual length: a shorter line ends its paragraph
_BLANK = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\u200b\ufeff]")
_PAGE_NUMBER = re.compile(
    r"[-—–·•|\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–·•|\s]*|Page\s+\d+.*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"目\s*[录錄次]")
_LEADER = re.compile(r"(?:\.{3,}|…+|·{3,}|[\t ]{2,}|\s)\s*[-—(（]?\d{1,4}[-—)）]?$")
_DOTS = re.compile(r"(?:[.·．]{4,}|…{2,})\s*\d{1,4}$")
_END = re.compile(r"[。！？；：!?;:”」』）)]$")
_CHINESE = r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”‘’—…]"
_INNER_GAP = re.compile(rf"(?<={_CHINESE}) +(?={_CHINESE})")


@dataclass(frozen=True)
class Line:
    """A printed line or a paragraph. `automatic`: Word numbers it in a way that could not be told."""

    text: str
    page: int
    automatic: bool = False


def clean(text: str) -> str:
    """One line without control characters; every blank is a space, none stands between two characters."""
    return _INNER_GAP.sub("", _BLANK.sub(" ", _CONTROL.sub("", text))).strip()


def paragraphs(pages: Sequence[Sequence[tuple[str, bool]]], *, printed: bool) -> list[Line]:
    """The paragraphs of a document whose pages hold lines. `printed`: lines end where the paper does."""
    kept = [
        [(clean(text), automatic) for text, automatic in page if clean(text)]
        for page in (pages if not printed else _without_furniture(pages))
    ]
    lines = [
        Line(text, number, automatic) for number, page in enumerate(kept, start=1) for text, automatic in page
    ]
    lines = _without_contents(lines)
    return _joined(lines) if printed else lines


def _without_furniture(pages: Sequence[Sequence[tuple[str, bool]]]) -> list[list[tuple[str, bool]]]:
    """Pages without running titles and page numbers."""
    filled = [[line for line in page if clean(line[0])] for page in pages]
    counts = Counter(shape for page in filled for shape in {_shape(page[at][0]) for at in _edges(page)})
    often = max(2, (sum(bool(page) for page in filled) + 1) // 2)
    running = {shape for shape, count in counts.items() if count >= often and len(shape) > 1}
    return [_trimmed(page, running) for page in filled]


def _trimmed(page: list[tuple[str, bool]], running: set[str]) -> list[tuple[str, bool]]:
    """From outside inwards, as long as nothing but furniture stands there."""
    first, last = 0, len(page)
    while first < min(EDGE, len(page)) and _is_furniture(clean(page[first][0]), running):
        first += 1
    while last > max(first, len(page) - EDGE) and _is_furniture(clean(page[last - 1][0]), running):
        last -= 1
    return page[first:last]


def _edges(page: Sequence[object]) -> set[int]:
    return {*range(min(EDGE, len(page))), *range(max(0, len(page) - EDGE), len(page))}


def _shape(text: str) -> str:
    """The same running title on every page, whatever page number it holds."""
    return re.sub(r"^\d+|\d+$", "#", _BLANK.sub("", text))


def _is_furniture(text: str, running: set[str]) -> bool:
    if _PAGE_NUMBER.fullmatch(text):
        return True
    return _shape(text) in running and mark_of(text) is None and not text.endswith(("。", "；"))


def _without_contents(lines: list[Line]) -> list[Line]:
    """Without the table of contents: from its title to where its first entry comes again."""
    start = next((at for at, line in enumerate(lines) if _CONTENTS.fullmatch(line.text)), None)
    if start is None or start + 1 == len(lines):
        return lines
    first = _entry(lines[start + 1].text)
    again = [at for at in range(start + 2, len(lines)) if _entry(lines[at].text).startswith(first)]
    dotted = [at for at in range(start + 1, len(lines)) if _DOTS.search(lines[at].text)]
    end = again[0] if again else (dotted[-1] + 1 if dotted else start + 1)
    return lines[:start] + lines[end:]


def _entry(text: str) -> str:
    return _BLANK.sub("", _LEADER.sub("", text))


def _joined(lines: list[Line]) -> list[Line]:
    """Lines that the margin broke are one paragraph again."""
    if len(lines) < 2:
        return lines
    usual = quantiles([len(line.text) for line in lines], n=10)[-1]
    found: list[Line] = []
    ended, at_number = True, dict.fromkeys(SPECIES, 0)
    for line in lines:
        if ended or _begins(line.text, at_number):
            found.append(line)
        else:
            found[-1] = Line(_glued(found[-1].text, line.text), found[-1].page, found[-1].automatic)
        ended = len(line.text) < SHORT * usual or (
            len(line.text) < FULL * usual and bool(_END.search(line.text))
        )
        if (mark := mark_of(found[-1].text)) and found[-1] is line:
            at_number[mark.species] = mark.number
    return found


def _begins(text: str, at_number: dict[str, int]) -> bool:
    """Whether a line in the middle of a text begins a clause: its number is the one that comes next.

    "…依照本办法第五条" broken before 第五条 begins none.
    """
    mark = mark_of(text)
    return mark is not None and mark.number in (1, at_number[mark.species] + 1) and not mark.refers


def _glued(before: str, after: str) -> str:
    """Two parts of a sentence; words in Latin letters keep a space."""
    latin = before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum()
    return f"{before} {after}" if latin else before + after
