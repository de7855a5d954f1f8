"""A value as a cell and back: numbers stay numbers, and a text that looks like a formula stays a text.

The portal's spreadsheets write such a text with an apostrophe before it (OWASP, CSV injection). To read it
back without doubt, a text that begins with an apostrophe gets one more.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.ui.exports import FORMULA_STARTS

ESCAPED = (*FORMULA_STARTS, "'")
FORMULA = object()  # a cell that a spreadsheet would compute


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
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else plain(str(value))


def same_text(one: str, other: str) -> bool:
    """Spreadsheets change the ends of lines and people add spaces at the end."""
    return _even(one) == _even(other)


def _even(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def as_number(text: str) -> Decimal | None:
    """A number; None for an empty cell."""
    if not text.strip():
        return None
    try:
        return Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text}) from None


def as_choice(text: str, labels: Mapping[str, Iterable[str]]) -> Any:
    """The value of a choice from its value or its label in any language."""
    wanted = text.strip().casefold()
    for value, words in labels.items():
        if wanted in {value.casefold(), *(word.casefold() for word in words)}:
            return value
    given = next(iter(zip(*labels.values(), strict=False)), ())
    sentence = _("“%(text)s” is not one of: %(words)s.")
    raise ValidationError(sentence % {"text": text, "words": ", ".join(given)})


def in_every_language(words: Any) -> list[str]:
    """Words in the active language first, then in the others."""
    found = [str(words)]
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(str(words))
    return list(dict.fromkeys(found))
