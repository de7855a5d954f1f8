"""Compares the placeholders of a message with those of its translation."""

import re

_PLACEHOLDER = re.compile(r"%\([^)]+\)[a-z]|\{[A-Za-z0-9_.]*(?:![rs])?(?::[^{}]*)?\}|(?<!%)(?:%%)*%[sdr]")
_LINK = re.compile(r"</?[a-z][^>]*>")


def placeholders(text: str) -> list[str]:
    """Placeholders and markup of a text, sorted."""
    return sorted(_PLACEHOLDER.findall(text) + _LINK.findall(text))


def mismatch(source: tuple[str, ...], translated: tuple[str, ...]) -> str:
    """A sentence about the first form whose placeholders or markup differ from the source; empty when none.

    A language with a single form answers for the plural.
    """
    if len(translated) == 1:
        source = source[-1:]
    for original, text in zip(source, translated, strict=True):
        wanted, got = placeholders(original), placeholders(text)
        if wanted != got:
            return f"placeholders differ ({wanted} became {got})"
    return ""
