"""Takes personal data and secrets out of a text before it goes into a log or a report of an error."""

import re
from collections.abc import Mapping
from typing import Any

_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
RULES = [
    # PostgreSQL and Django say which row they refuse, with its values.
    (re.compile(r"^\s*(DETAIL|CONTEXT):.*$", re.MULTILINE), r"\1: [values]"),
    (re.compile(r"Failing row contains \(.*\)"), "Failing row contains [values]"),
    # The password of an address, then what follows its question mark.
    (re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"), "[password]"),
    (re.compile(r"(?<=[\w/])\?[\w%.~-]+=\S*"), "?[query]"),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"\b\d{17}[\dXx]\b"), "[identity number]"),
    (re.compile(r"(?<![\w.])(\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\w.])"), "[telephone]"),
    (re.compile(r"(?i)\b(bearer|basic|token|\w*session\w*|csrf\w*|password|secret)([=: ]+)\S+"),
     r"\1\2[secret]"),
    # Keys and tokens: long, with figures and letters of both cases (a name of code has no such mixture).
    (re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{24,}\b"), "[secret]"),
    # Names of people and firms: what we log ourselves is English.
    (re.compile(f"[{_CHINESE}][{_CHINESE}·（）()]*"), "[text]"),
]  # fmt: skip


def scrub(text: str) -> str:
    """The text with marks where personal data and secrets were."""
    for pattern, mark in RULES:
        text = pattern.sub(mark, text)
    return text


def scrub_all(value: Any) -> Any:
    """The same of every text in nested lists and mappings, keys included; other values as they are."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, Mapping):
        return {scrub(str(key)): scrub_all(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [scrub_all(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return scrub(str(value))
