"""Names of uploads, made safe to show and to send back."""

import re
import unicodedata

MAX_LENGTH = 150
FALLBACK = "file"
# Separators of paths, and what Windows refuses in a name.
_FORBIDDEN = dict.fromkeys(map(ord, '/\\:*?"<>|'), "_")

# Characters that turn the direction of a name, so that it ends otherwise than it reads.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# a.exe.pdf: where endings are hidden it reads as a program, and it is sent to deceive.
_PROGRAMS = "exe|com|scr|pif|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|msi|jar|apk|app|dll|sh|php|html?|svg|mht"
_DOUBLE = re.compile(rf"\.(?:{_PROGRAMS})\s*\.[^.]+$", re.IGNORECASE)


def deceives(name: str) -> bool:
    """Whether a name pretends to be of another kind than it is."""
    return bool(_TURNS.search(name) or _DOUBLE.search(name))


def ending_as(name: str, endings: tuple[str, ...]) -> str:
    """The name with the first of these endings, unless it has one of them."""
    stem, dot, ending = name.rpartition(".")
    if ending.lower() in endings:
        return name
    return clean_name(f"{stem if dot else name}.{endings[0]}")


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
