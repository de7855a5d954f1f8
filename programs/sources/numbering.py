"""Numbers that Word draws and does not write: word/numbering.xml (ECMA-376 part 1, 17.9)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

DIGITS = "〇一二三四五六七八九"
CIRCLED_FROM, CIRCLED_MOST = 0x2460, 20
_ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]  # fmt: skip


def chinese(number: int) -> str:
    """十二, 一百零五: as counted, up to 9,999."""
    if not 0 < number < 10_000:
        return str(number)
    found, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            found += ("零" if gap and found else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return found.removeprefix("一") if 10 <= number < 20 else found


def chinese_digits(number: int) -> str:
    """一二 for 12: figure by figure."""
    return "".join(DIGITS[int(figure)] for figure in str(number))


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    found = ""
    for value, letters in _ROMAN:
        found += letters * (number // value)
        number %= value
    return found


def _circled(number: int) -> str:
    return chr(CIRCLED_FROM + number - 1) if number <= CIRCLED_MOST else str(number)


def _full_width(number: int) -> str:
    return str(number).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": chinese_digits,
    "taiwaneseDigital": chinese_digits,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


@dataclass
class Level:
    """One level of a list; `text` is "第%1条" or "%1.%2"."""

    start: int = 1
    format: str = "decimal"
    text: str = ""


@dataclass
class Lists:
    """Every list of a document, and where each has arrived."""

    abstract: dict[str, dict[int, Level]] = field(default_factory=dict)
    of_list: dict[str, str] = field(default_factory=dict)  # list to abstract list
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)  # list and level to its own start
    counts: dict[str, dict[int, int]] = field(default_factory=dict)  # by abstract list
    begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, list_id: str, depth: int) -> str | None:
        """The next number as drawn; "" for a bullet or an unnumbered level; None where it cannot be told."""
        levels = self.abstract.get(self.of_list.get(list_id, ""))
        if levels is None or depth not in levels:
            return None
        if levels[depth].format in ("bullet", "none"):
            return ""
        counts = self._count(list_id, levels, depth)
        return self._drawn(levels, counts, depth)

    def _count(self, list_id: str, levels: dict[int, Level], depth: int) -> dict[int, int]:
        counts = self.counts.setdefault(self.of_list[list_id], {})
        own = self.restarts.get((list_id, depth))
        if own is not None and (list_id, depth) not in self.begun:
            counts[depth] = own
        else:
            counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        self.begun.add((list_id, depth))
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return counts

    def _drawn(self, levels: dict[int, Level], counts: dict[int, int], depth: int) -> str | None:
        def number(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            level = levels[place]
            return FORMATS[level.format](counts.get(place, level.start))

        try:
            return re.sub(r"%([1-9])", number, levels[depth].text)
        except (KeyError, ValueError):
            return None  # a format this portal does not know
