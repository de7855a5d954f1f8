"""Sections of GB/T 4754-2017 with their two-digit divisions."""

from programs.eligibility.checks import Check, Not, OneOf
from programs.eligibility.terms import UNKNOWN, Pick, Term

SECTIONS: dict[str, tuple[int, int]] = {  # the first and the last division
    "A": (1, 5),
    "B": (6, 12),
    "C": (13, 43),
    "D": (44, 46),
    "E": (47, 50),
    "F": (51, 52),
    "G": (53, 60),
    "H": (61, 62),
    "I": (63, 65),
    "J": (66, 69),
    "K": (70, 70),
    "L": (71, 72),
    "M": (73, 75),
    "N": (76, 79),
    "O": (80, 82),
    "P": (83, 83),
    "Q": (84, 85),
    "R": (86, 90),
    "S": (91, 96),
    "T": (97, 97),
}
DIVISIONS = {
    section: tuple(f"{number:02}" for number in range(first, last + 1))
    for section, (first, last) in SECTIONS.items()
}
CODES = frozenset(DIVISIONS) | {code for codes in DIVISIONS.values() for code in codes}


def in_industries(industry: Term, codes: tuple[str, ...]) -> Check:
    """In one of these sections or divisions. Unknown where only the section is stated and only some of its
    divisions are asked for."""
    words = set(codes)
    for code in codes:
        words.update(DIVISIONS.get(code, ()))
    words |= {section for section, divisions in DIVISIONS.items() if words.issuperset(divisions)}
    vague = tuple(
        section
        for section, divisions in DIVISIONS.items()
        if section not in words and not words.isdisjoint(divisions)
    )
    told = Pick(Not(OneOf(industry, vague)), industry, UNKNOWN) if vague else industry
    return OneOf(told, tuple(sorted(words)))
