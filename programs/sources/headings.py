"""What a clause is about, in its own words: its line, its name in brackets or its first sentence."""

import re
from collections.abc import Sequence

from programs.sources.lines import Line
from programs.sources.marks import Mark

LONGEST = 40  # characters of a heading taken from running text
LONGEST_TITLE, LONGEST_LEAD = 16, 24
TITLE = {"preamble": "前言", "annex": "附件", "closing": "落款"}
_NAMED = re.compile(r"[【（(〔\[]\s*([^】）)〕\]]{1,24})\s*[】）)〕\]]")
_SENTENCE = re.compile(r"[^。；;：:！!？?]*")
_PART = re.compile(r"[^，,]*")
_PUNCTUATION = re.compile(r"[，,。；;：:！!？?、“”《》]")


def heading_of(mark: Mark) -> tuple[str, str]:
    """Heading and text of a clause: a line of its own is a heading only; running text keeps its wording."""
    rest = mark.rest
    if mark.species == "article" and (named := _NAMED.match(rest)):
        return named[1], rest[named.end() :].strip()
    sentence = _SENTENCE.match(rest)
    first = sentence[0].strip() if sentence else ""
    if len(rest) <= LONGEST and not rest[len(first) :].strip("。；;：:"):
        alone = mark.species != "article" and not rest.endswith(("。", "；", ";"))
        return (first, "") if alone else (first, rest)
    if len(first) <= LONGEST:
        return first, rest
    part = _PART.match(first)
    short = part[0] if part else first
    return (short if len(short) <= LONGEST else f"{first[: LONGEST - 1]}…"), rest


def is_title(lines: Sequence[Line], marks: Sequence[Mark | None], at: int) -> bool:
    """A short line without punctuation before a list that begins, or before running text."""
    line = lines[at].text
    if at == 0 or at + 1 == len(lines) or len(line) > LONGEST_TITLE or _PUNCTUATION.search(line):
        return False
    after = marks[at + 1]
    if after is not None:
        return after.number == 1
    return len(lines[at + 1].text) > 2 * LONGEST


def leads(paragraphs: Sequence[str]) -> int:
    """How many paragraphs from the first on begin with a short sentence and go on; 0 for fewer than two."""
    count = 0
    for paragraph in paragraphs:
        first, stop, rest = paragraph.partition("。")
        if not stop or len(first) > LONGEST_LEAD or "，" in first or "," in first or len(rest) <= len(first):
            break
        count += 1
    return count if count > 1 else 0
