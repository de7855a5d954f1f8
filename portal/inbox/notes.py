"""A message that is going to be sent, before it is written down."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import translation

from portal.accounts.models import User
from portal.inbox import texts


@dataclass(frozen=True)
class Told:
    """The words of a message: values for the places of its text, and a path of the portal it leads to.

    text: the key of the text; the kind's own when empty.
    """

    values: texts.Values
    url: str = ""
    text: str = ""


@dataclass(frozen=True)
class Note:
    """A message to be sent; `url` is a path of the portal. `key` makes it once.

    Subject and body are ready, in the recipient's language, or `tell` answers their values: it is called in
    that language. `deadline`: after which the message is of no use; it is never held back beyond it.
    """

    recipient: User
    kind: str
    key: str
    subject: str = ""
    body: str = ""
    url: str = ""
    email: bool = True
    deadline: datetime | None = None
    tell: Callable[[], Told] | None = None


@contextmanager
def in_language(user: User) -> Iterator[None]:
    """Write in the language of this person."""
    with translation.override(user.language):
        yield


def worded(note: Note, edits: texts.Edits) -> Note:
    """The note with its text, in the recipient's language."""
    if note.tell is None:
        return note
    with in_language(note.recipient):
        told = note.tell()
        subject, body = texts.render(told.text or note.kind, told.values, edits)
    return replace(note, subject=subject, body=body, url=told.url or note.url, tell=None)
