"""The words of messages: templates with named places, registered by the app that sends them.

The default of a text is a message of the gettext catalogs. `{program}` is a place; nothing else is
understood in braces, and a brace that is meant as such is doubled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from portal.inbox.models import TextEdit
from portal.inbox.remembering import Remembered

Label = str | Promise
Values = Mapping[str, object]
Edits = Mapping[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True)
class Place:
    """What a placeholder stands for, an example of it, and whether a text must not leave it out."""

    name: str
    meaning: Label
    sample: Label
    required: bool = False


@dataclass(frozen=True)
class Text:
    """Subject and body of one message, as sources of the catalogs."""

    key: str
    label: Label
    subject: str
    body: str
    places: tuple[Place, ...] = ()


_texts: dict[str, Text] = {}


def register(text: Text) -> None:
    """Make a text known (from AppConfig.ready)."""
    _texts[text.key] = text


def registered() -> list[Text]:
    """Every text, in the order they were named."""
    return list(_texts.values())


def text_of(key: str) -> Text:
    """The text of a key; KeyError when nobody registered it."""
    return _texts[key]


def edits() -> Edits:
    """What administrators made of texts, by key and language: one query, for a whole batch."""
    rows = TextEdit.objects.in_force()
    return {(row.key, row.language): (row.subject, row.body) for row in rows if row.body}


recent_edits = Remembered(edits)


def default(text: Text) -> tuple[str, str]:
    """Subject and body as the portal says them in the active language."""
    return gettext(text.subject), gettext(text.body)


def render(key: str, values: Values, edited: Edits) -> tuple[str, str]:
    """Subject and body in the active language, as the administrator wants them or by default."""
    subject, body = edited.get((key, get_language() or "")) or default(_texts[key])
    return fill(subject, values), fill(body, values).strip()


def fill(template: str, values: Values) -> str:
    """The template with its places filled. KeyError for a place without a value, ValueError for a bad one."""
    parts = parse(template)
    return "".join(words + (str(values[name]) if name else "") for words, name in parts)


def parse(template: str) -> Sequence[tuple[str, str]]:
    """Pairs of words and the name of the place after them ("" at the end). ValueError when it is malformed.

    A place is a bare name: no attributes, items, conversions or formats.
    """
    found = []
    for words, name, form, conversion in Formatter().parse(template):
        if name is not None and (not name.isidentifier() or form or conversion):
            raise ValueError(name)
        found.append((words, name or ""))
    return found


def places_in(template: str) -> set[str]:
    """The names of the places of a template."""
    return {name for _words, name in parse(template) if name}
