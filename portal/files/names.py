"""Names of uploads, made safe to show and to send back."""

import unicodedata

MAX_LENGTH = 150
FALLBACK = "file"
# Separators of paths, and what Windows refuses in a name.
_FORBIDDEN = dict.fromkeys(map(ord, '/\\:*?"<>|'), "_")


def clean_name(name: str) -> str:
    """The last part of the path in NFC, without control and direction characters, at most 150 long.

    A long name loses its middle, never its ending.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    # Categories C*: control, format (text direction can hide an ending), surrogates, private use.
    visible = "".join(
        " " if c.isspace() else c for c in last if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    text = " ".join(visible.split()).translate(_FORBIDDEN).strip(". ")
    if len(text) <= MAX_LENGTH:
        return text or FALLBACK
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 10:
        return text[:MAX_LENGTH]
    return f"{stem[: MAX_LENGTH - len(ending) - 1].rstrip()}.{ending}"
