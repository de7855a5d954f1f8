"""The marks that begin a clause: 第…章, 第…条, 一、, （一）, 1., （1）, ①, 一是."""

import re
from dataclasses import dataclass

NUMERAL = "〇零一二三四五六七八九十百两兩廿卅"
_UNITS = {"十": 10, "百": 100}
_FIGURES = {**{figure: at for at, figure in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "兩": 2}
_N, _D = rf"[{NUMERAL}]{{1,6}}", r"[0-9０-９]{1,3}"
_OPEN, _CLOSE = r"[（(〔﹙]\s*", r"\s*[）)〕﹚]"
_STOP = r"\s*[.．、]"
# From the widest to the narrowest, as documents are usually ordered.
PATTERNS = {
    "part": rf"第\s*({_N}|{_D})\s*[编編](?!号|制|號)",
    "chapter": rf"第\s*({_N}|{_D})\s*章",
    "section": rf"第\s*({_N}|{_D})\s*[节節]",
    "article": rf"第\s*({_N}|{_D})\s*[条條]",
    "item": rf"第\s*({_N}|{_D})\s*[项項](?=[\s:：、.．])",
    "counted": rf"({_N})\s*[、．.]",
    "brackets": rf"{_OPEN}({_N}){_CLOSE}\s*[、．.]?",
    "figure": rf"({_D})(?:{_STOP}(?![0-9０-９])|(?=\s)(?!\s*[-—/年月日%％]))",
    "figure_brackets": rf"(?:{_OPEN}({_D}){_CLOSE}|({_D})[）)])\s*[、．.]?",
    "circle": r"([①-⑳])",
    "firstly": rf"({_N})是(?!否|指)",
}
SPECIES = list(PATTERNS)
_COMPILED = {species: re.compile(pattern) for species, pattern in PATTERNS.items()}
# 第三条规定的, 第（二）项所称, 第五条至第七条: a mention, not a beginning.
_REFERS = re.compile(r"规定|規定|所列|所称|所稱|(?:、|和|及|或|以及|至)?第|的|中[规規所]")
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}


@dataclass(frozen=True)
class Mark:
    """A mark at the beginning of a paragraph. `printed`: as printed, without the stop behind it."""

    species: str
    number: int
    printed: str
    rest: str  # what follows it
    refers: bool = False  # it reads on as a mention of another clause

    @property
    def rank(self) -> int:
        """The wider, the smaller."""
        return SPECIES.index(self.species)


def mark_of(text: str) -> Mark | None:
    """The mark a paragraph begins with, if any."""
    for species, pattern in _COMPILED.items():
        if found := pattern.match(text):
            figures = next(group for group in found.groups() if group)
            number = numeral(figures)
            if number is None:
                continue
            rest = text[found.end() :]
            return Mark(
                species,
                number,
                found[0].strip().rstrip("、.．").strip(),
                rest.lstrip(" 　:：\t"),
                species in ("article", "item", "chapter", "section") and bool(_REFERS.match(rest)),
            )
    return None


def numeral(text: str) -> int | None:
    """The number that 十二, 一百零五, 12, １２ or ③ writes; None where it writes none."""
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    plain = text.translate(_FULL_WIDTH)
    if plain.isdecimal():
        return int(plain)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not any(unit in text for unit in _UNITS):  # figure by figure
        digits = "".join(str(_FIGURES[figure]) for figure in text)
        return int(digits) if len(digits) < 4 else None
    total, figure = 0, 0
    for sign in text:
        if sign in _UNITS:
            total += (figure or 1) * _UNITS[sign]
            figure = 0
        else:
            figure = _FIGURES[sign]
    return total + figure
