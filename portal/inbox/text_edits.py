"""Changing the words of messages: checked before they are kept, every edit stays in the history."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.inbox import emails, texts
from portal.inbox.models import TextEdit
from portal.inbox.texts import Text

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Words:
    """Subject and body as they are, or as they would be."""

    subject: str
    body: str


def problems(text: Text, words: Words) -> list[str]:
    """What is wrong with words for a text, each a sentence; empty when nothing is."""
    if not words.subject.strip() or not words.body.strip():
        return [_("Write a subject and a text.")]
    try:
        used = texts.places_in(words.subject) | texts.places_in(words.body)
    except ValueError:
        return [_("Braces hold the name of a placeholder and nothing else: {program}. Write {{ for a brace.")]
    known = {place.name for place in text.places}
    missing = {place.name for place in text.places if place.required} - used
    return [
        *[_("There is no placeholder {%(name)s} here.") % {"name": name} for name in sorted(used - known)],
        *[_("The placeholder {%(name)s} must stand in it.") % {"name": name} for name in sorted(missing)],
    ]


def current(text: Text, language: str) -> Words:
    """What is sent now in a language."""
    edited = texts.edits().get((text.key, language))
    return Words(*edited) if edited else standard(text, language)


def standard(text: Text, language: str) -> Words:
    """The portal's own words in a language."""
    with override(language):
        return Words(*texts.default(text))


def preview(text: Text, words: Words, language: str) -> Words:
    """The message with the samples of its places, as somebody reads it in a language."""
    with override(language):
        values = {place.name: str(place.sample) for place in text.places}
        subject, body = texts.fill(words.subject, values), texts.fill(words.body, values)
    return Words(emails.one_line(subject), body.strip())


@transaction.atomic
def edit(key: str, language: str, words: Words, *, by: User) -> TextEdit | None:
    """Keep words for a text in a language; None when nothing changes. Refused with what is wrong."""
    text = texts.text_of(key)
    if found := problems(text, words):
        raise Refused(" ".join(found))
    clean = Words(words.subject.strip(), words.body.strip().replace("\r\n", "\n"))
    if clean == current(text, language):
        return None
    return TextEdit.objects.create(
        key=key, language=language, subject=clean.subject, body=clean.body, edited_by=by
    )


@transaction.atomic
def reset(key: str, language: str, *, by: User) -> TextEdit | None:
    """Return to the portal's own words; None when they hold already."""
    if (key, language) not in texts.edits():
        return None
    return TextEdit.objects.create(key=texts.text_of(key).key, language=language, edited_by=by)
