"""A value as a cell and back: numbers stay numbers, and a text that looks like a formula stays a text.

The portal's spreadsheets write such a text with an apostrophe before it (OWASP, CSV injection). To read it
back without doubt, a text that begins with an apostrophe gets one more.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from portal.files.sheets import ERROR, FORMULA
from portal.ui.exports import FORMULA_STARTS

ESCAPED = (*FORMULA_STARTS, "'")
LONGEST = 32767  # characters of a cell (ECMA-376); what is longer is cut
DIGITS = 15  # of a number in a cell; a longer one is written as a text
NOT_IN_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")


def guarded(text: str) -> str:
    """The text as `safe_cell` leaves it alone or marks it, and `plain` gives it back."""
    return f"'{text}" if text.startswith(ESCAPED) else text


def plain(text: str) -> str:
    """Undo `guarded`."""
    return text[1:] if text.startswith("'") and text[1:].startswith(ESCAPED) else text


def as_text(value: Any) -> str:
    """What a cell says; a whole number has no decimals, a day is ISO 8601."""
    if value is FORMULA:
        raise ValidationError(_("This is a formula. Write its value instead."))
    if value is ERROR:
        raise ValidationError(_("This cell shows an error. Write a value instead."))
    if value is None:
        return ""
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else plain(str(value))


def is_empty(value: Any) -> bool:
    """Whether a cell says nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def same_text(cell: str, present: str) -> bool:
    """Spreadsheets change the ends of lines, drop what no XML holds and cut what is too long for a cell, and
    people add spaces at the end."""
    written, there = _even(cell), _even(present)
    return written == there or (len(cell) >= LONGEST - 1 and there.startswith(written))


def _even(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return writable(text).strip()


def writable(text: str) -> str:
    """Without the characters that no cell holds."""
    return NOT_IN_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))


def number_cell(number: Decimal | int | None) -> Any:
    """A number for a cell, as a text where a cell would round it."""
    if isinstance(number, Decimal) and len(number.normalize().as_tuple().digits) > DIGITS:
        return format(number, "f")
    return number


def as_number(text: str) -> Decimal | None:
    """A number; None for an empty cell."""
    if not text.strip():
        return None
    try:
        found = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text})
    return found


def as_day(text: str) -> date | None:
    """A day; None for an empty cell."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValidationError(_("“%(text)s” is no date. Write it as 2026-12-31.") % {"text": text}) from None


def as_choice(text: str, labels: Mapping[str, Iterable[str]]) -> Any:
    """The value of a choice from its value or its label in any language."""
    wanted = text.strip().casefold()
    for value, words in labels.items():
        if wanted in {value.casefold(), *(word.casefold() for word in words)}:
            return value
    given = next(iter(zip(*labels.values(), strict=False)), ())
    sentence = _("“%(text)s” is not one of: %(words)s.")
    raise ValidationError(sentence % {"text": text, "words": _(", ").join(given)})


def in_every_language(words: Any) -> list[str]:
    """Words in the active language first, then in the others."""
    found = [str(words)]
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(str(words))
    return list(dict.fromkeys(found))
