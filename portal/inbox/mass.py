"""Telling very many people the same at once: written inside PostgreSQL, no row of theirs passes through here.

Only those who want an e-mail at once or a text message are read: theirs are written as any other message's.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from portal.inbox import emails, kinds, outgoing
from portal.inbox.kinds import Digest, Group
from portal.inbox.models import Message
from portal.inbox.notes import Note
from portal.inbox.timing import next_collection

MARK = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands in a text where each recipient has a label of their own
SUBJECT_LENGTH = 200

Words = Mapping[str, tuple[str, str]]  # by language: subject and body

# The messages, and which of them wait for a collected e-mail; the caller's queries come before them.
STATEMENT = """
WITH {queries},
words (language, subject, body) AS (
    SELECT * FROM unnest(%(languages)s::text[], %(subjects)s::text[], %(bodies)s::text[])
),
sent AS (
    INSERT INTO inbox_message (recipient_id, kind, key, subject, body, url, created_at)
    SELECT r.user_id, %(kind)s, r.key, left(replace(w.subject, %(mark)s, r.label), %(length)s),
        replace(w.body, %(mark)s, r.label), %(url)s, %(at)s
    FROM recipients r JOIN accounts_user u ON u.id = r.user_id
    JOIN words w ON w.language =
        CASE WHEN u.language = ANY(%(languages)s::text[]) THEN u.language ELSE %(usual)s END
    ON CONFLICT (key) DO NOTHING RETURNING id, recipient_id
),
wished AS (
    SELECT s.id, s.recipient_id, coalesce(p.email, %(email)s) AS email, coalesce(p.sms, %(sms)s) AS sms,
        coalesce(p.digest, %(digest)s) AS digest
    FROM sent s LEFT JOIN inbox_preference p ON p.user_id = s.recipient_id AND p."group" = %(group)s
),
collected AS (
    INSERT INTO inbox_digestentry (message_id, user_id, due_at)
    SELECT id, recipient_id, CASE digest WHEN 'weekly' THEN %(weekly)s ELSE %(daily)s END
    FROM wished WHERE email AND NOT sms AND digest <> 'now'
)
SELECT (SELECT count(*) FROM sent),
    (SELECT array_agg(id ORDER BY id) FROM wished WHERE sms OR (email AND digest = 'now'))
"""


def tell_all(queries: str, params: Mapping[str, Any], kind: str, words: Words, url: str, at: datetime) -> int:
    """Send one message to each recipient that the queries name; how many are new.

    `queries`: the inside of a WITH whose last query is `recipients (key, user_id, label)`; what it inserts is
    inserted by the same statement. A key that was sent before is left out.
    """
    group = kinds.group_of(kind)
    assert group, kind
    statement = STATEMENT.replace("{queries}", queries)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, {**params, **_values(kind, group, words, url, at)})
        count, at_once = cursor.fetchone()
        if at_once:
            outgoing.post([_note(row) for row in _messages(at_once)], at)
    return int(count)


def in_each_language(render: Callable[[], tuple[str, str]]) -> Words:
    """Subject and body as `render` says them in each language of the portal."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            subject, body = render()
        found[language] = (emails.one_line(subject), body)
    return found


def silenced(user: str, kind: str) -> str:
    """As SQL: whether a person turned the group of a kind off altogether, by e-mail and by text message."""
    group = kinds.group_of(kind)
    assert group, kind
    assert group.key.isidentifier()
    return (
        f"EXISTS (SELECT FROM inbox_preference silent WHERE silent.user_id = {user}"
        f" AND silent.\"group\" = '{group.key}' AND NOT silent.email AND NOT silent.sms)"
    )


def _values(kind: str, group: Group, words: Words, url: str, at: datetime) -> dict[str, Any]:
    return {
        "languages": list(words),
        "subjects": [subject for subject, _body in words.values()],
        "bodies": [body for _subject, body in words.values()],
        "kind": kind,
        "mark": MARK,
        "length": SUBJECT_LENGTH,
        "url": url,
        "at": at,
        "usual": settings.LANGUAGE_CODE,
        "email": group.email,
        "sms": group.sms,
        "digest": group.digest.value,
        "group": group.key,
        "daily": next_collection(Digest.DAILY, at),
        "weekly": next_collection(Digest.WEEKLY, at),
    }


def _messages(ids: list[int]) -> list[Message]:
    return list(Message.objects.filter(pk__in=ids).select_related("recipient"))


def _note(row: Message) -> Note:
    return Note(row.recipient, row.kind, row.key, row.subject, row.body, row.url)
