"""Amounts of money and file sizes in words. Money is Decimal yuan with two places."""

from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"
CENT = Decimal("0.01")
WAN = Decimal(10_000)
YI = Decimal(100_000_000)


def grouped(value: Decimal) -> str:
    """1,234.50 with a real minus sign; keeps the places of the value."""
    words = f"{abs(value):,f}"
    return MINUS + words if value < 0 else words


def trimmed(value: Decimal) -> str:
    """At most two places, no trailing zeros."""
    words = grouped(value.quantize(CENT, ROUND_HALF_UP))
    return words.rstrip("0").rstrip(".") if "." in words else words


def money(value: Decimal | int | float | str, language: str) -> str:
    """To the cent, as in ledgers and letters: ¥200,000.00, CNY 200,000.00."""
    amount = Decimal(str(value)).quantize(CENT, ROUND_HALF_UP)
    sign = "CNY " if language == "en" else "¥"
    return f"{MINUS if amount < 0 else ''}{sign}{grouped(abs(amount))}"


def wan(value: Decimal | int | float | str, language: str, *, fixed: bool = False) -> str:
    """In the unit people say: 20万元, 15,600元, 1.50亿元; CNY 200,000 in English.

    An amount that needs more than two places of 万 stays in yuan; `fixed` keeps two places of 万 instead,
    for columns of a table.
    """
    amount = Decimal(str(value))
    if language == "en":
        return f"{MINUS if amount < 0 else ''}CNY {trimmed(abs(amount))}"
    words = yi_or_wan(amount, fixed=fixed)
    return words.replace("亿", "億").replace("万", "萬") if language == "zh-hant" else words


def yi_or_wan(amount: Decimal, *, fixed: bool) -> str:
    """The amount in 亿元, 万元 or 元."""
    if abs(amount) >= YI:
        return grouped((amount / YI).quantize(CENT, ROUND_HALF_UP)) + "亿元"
    share = amount / WAN
    rounded = share.quantize(CENT, ROUND_HALF_UP)
    if abs(amount) >= WAN and fixed:
        return grouped(rounded) + "万元"
    return f"{trimmed(share)}万元" if abs(amount) >= WAN and share == rounded else f"{trimmed(amount)}元"


def filesize(value: int) -> str:
    """Bytes as 812 B, 3.4 KB, 20 MB (1 KB is 1,024 B)."""
    if value < 1024:
        return f"{value} B"
    size, unit = (value / 1024, "KB") if value < 1024**2 else (value / 1024**2, "MB")
    words = f"{size:.0f}" if size >= 10 else f"{size:.1f}".removesuffix(".0")
    return f"{words} {unit}"
