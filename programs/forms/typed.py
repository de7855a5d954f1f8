"""What people type, read forgivingly: full-width figures, separators, units, many ways to write a date."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:([, ])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,16}(?:\.[0-9]{0,8})?|\.[0-9]{1,8})")
_DATE = re.compile(r"([0-9]{4})\s*(?:[-/.]|年)\s*([0-9]{1,2})\s*(?:[-/.]|月)\s*([0-9]{1,2})\s*日?")
_UNITS = {"万元": 10_000, "萬元": 10_000, "万": 10_000, "萬": 10_000, "元": 1}


def lines(raw: str) -> str:
    """Text of several lines without control characters (PostgreSQL stores no NUL), trimmed, in NFC."""
    if raw.isprintable() and unicodedata.is_normalized("NFC", raw):
        return raw.strip()  # nothing to clean
    return _CONTROL.sub(
        "", unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    ).strip()


def line(raw: str) -> str:
    """Text of one line: line breaks and tabs become spaces."""
    return re.sub(r"[\t\n]+", " ", lines(raw))


def figures(raw: str) -> str:
    """The text with full-width characters made narrow."""
    return unicodedata.normalize("NFKC", lines(raw)).strip()


def number(raw: str) -> Decimal | None:
    """A number in figures; None when it is none."""
    text = figures(raw).replace("\N{MINUS SIGN}", "-")
    if _GROUPED.fullmatch(text):
        text = re.sub("[, ]", "", text)
    try:
        return Decimal(text) if _NUMBER.fullmatch(text) else None
    except InvalidOperation:  # a sign and a point only
        return None


def yuan(raw: str, unit: int) -> Decimal | None:
    """An amount in yuan; `unit` is how many yuan a bare number means, a typed 元 or 万元 wins."""
    text = figures(raw).lstrip("¥").strip()
    for word, worth in _UNITS.items():
        if text.endswith(word):
            text, unit = text.removesuffix(word), worth
            break
    found = number(text)
    return None if found is None else found * unit


def day(raw: str) -> str | None:
    """A date as YYYY-MM-DD; None when there is no such day."""
    text = figures(raw)
    if re.fullmatch("[0-9]{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    parts = _DATE.fullmatch(text)
    try:
        return date(*(int(part) for part in parts.groups())).isoformat() if parts else None
    except ValueError:
        return None
