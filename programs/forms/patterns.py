"""Regular expressions of the published schema: ranges of decimal strings, dates, clean texts.

They use only what ECMA 262 and Python read alike, so that any JSON Schema validator gives our verdict.
"""

from decimal import Decimal

END = r"(?![\s\S])"  # the very end; Python's $ would let a line break pass
NEVER = "(?!)"
BLANK = "\\u0020\\u00a0\\u1680\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
CONTROL = "\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff"
CONTROL_BUT_LINES = "\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\ud800-\\udfff"

LINE = f"^[{BLANK}]*[^{BLANK}{CONTROL}][^{CONTROL}]*{END}"
LINES = f"^[{BLANK}\\t\\n]*[^{BLANK}{CONTROL}][^{CONTROL_BUT_LINES}]*{END}"

_YEAR = "(?:(?:19|20|21)[0-9]{2}|2200)"
_LEAP_YEAR = (
    "(?:19(?:0[48]|[2468][048]|[13579][26])"
    "|20(?:0[048]|[2468][048]|[13579][26])|21(?:0[48]|[2468][048]|[13579][26]))"
)
_DAY_OF_YEAR = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
DATE = f"^(?:{_YEAR}-{_DAY_OF_YEAR}|{_LEAP_YEAR}-02-29){END}"


def decimal_between(low: Decimal, high: Decimal) -> str:
    """Decimal strings from low to high: no sign but minus, no leading zeros, at most two places."""
    least, most = int(low * 100), int(high * 100)
    found = []
    if least < 0:
        found.append("-" + _any_of(_hundredths(max(1, -most), -least)))
    if most >= 0:
        found.append(_any_of(_hundredths(max(0, least), most)))
    return f"^{_any_of(found)}{END}" if least <= most else NEVER


def _any_of(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _hundredths(least: int, most: int) -> list[str]:
    """Patterns of the unsigned decimals between two numbers of hundredths."""
    (first, first_places), (last, last_places) = divmod(least, 100), divmod(most, 100)
    if first == last:
        return [f"{first}{_places(first_places, last_places)}"]
    found = []
    if first_places:
        found.append(f"{first}{_places(first_places, 99)}")
        first += 1
    if last_places < 99:
        found.append(f"{last}{_places(0, last_places)}")
        last -= 1
    whole = [f"{_any_of(_whole(first, last))}{_places(0, 99)}"] if first <= last else []
    return whole + found


def _places(least: int, most: int) -> str:
    """Patterns of a fraction of at most two places; the fraction may be left out when it may be zero."""
    if (least, most) == (0, 99):
        return "(?:\\.[0-9]{1,2})?"
    tenths = [tenth for tenth in range(10) if least <= tenth * 10 <= most]
    found = [_digits(f"{least:02d}", f"{most:02d}")]
    if tenths:
        found.append(_digits(str(tenths[0]), str(tenths[-1])))
    return f"(?:\\.{_any_of(found)}){'?' if least == 0 else ''}"


def _whole(least: int, most: int) -> list[str]:
    """Patterns of the whole numbers from least to most, both not negative."""
    found, length = [], len(str(least))
    if length < len(str(most)):
        found.append(_digits(str(least), "9" * length))
        if longer := len(str(most)) - length - 1:
            found.append(f"[1-9][0-9]{{{length},{length + longer - 1}}}")
        least = 10 ** (len(str(most)) - 1)
    return [*found, _digits(str(least), str(most))]


def _digits(low: str, high: str) -> str:
    """A pattern of the digit strings between two of the same length."""
    rest = len(low) - 1
    if low[1:] == "0" * rest and high[1:] == "9" * rest:
        head = low[0] if low[0] == high[0] else f"[{low[0]}-{high[0]}]"
        return head + (f"[0-9]{{{rest}}}" if rest else "")
    if low[0] == high[0]:
        return low[0] + _digits(low[1:], high[1:])
    first, last = int(low[0]), int(high[0])
    found = []
    if low[1:] != "0" * rest:
        found.append(low[0] + _digits(low[1:], "9" * rest))
        first += 1
    if high[1:] != "9" * rest:
        found.append(high[0] + _digits("0" * rest, high[1:]))
        last -= 1
    whole = [_digits(f"{first}{'0' * rest}", f"{last}{'9' * rest}")] if first <= last else []
    return _any_of(whole + found)
