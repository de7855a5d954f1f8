"""Resident identity numbers: GB 11643-1999, check digit by ISO 7064 MOD 11-2."""

import re
import unicodedata
from datetime import date

LENGTH = 18
CHECKS = "10X98765432"  # by the weighted sum mod 11
WEIGHTS = [2 ** (17 - place) % 11 for place in range(17)]
HIDDEN = "*" * 11
_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")


def normalized(text: str) -> str:
    """Half-width, upper case, without blanks and hyphens."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()


def fault(number: str) -> str:
    """What is wrong with a normalized number: "shape", "birthday", "check", or "" when nothing is."""
    if not _SHAPE.fullmatch(number):
        return "shape"
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "birthday"
    if not 1800 <= born.year <= 2200:
        return "birthday"
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number[:17], strict=True))
    return "" if CHECKS[total % 11] == number[17] else "check"


def mask(number: str) -> str:
    """310***********1234; of anything but 18 characters nothing is shown."""
    return f"{number[:3]}{HIDDEN}{number[-4:]}" if len(number) == LENGTH else "*" * 6
