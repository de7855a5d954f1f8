"""What of a message leaves the house: its rows of the outbox, or its place in a collected e-mail."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.phones import verified_mobiles
from portal.inbox import emails, headers, kinds, sms
from portal.inbox.hints import hint_delivery
from portal.inbox.models import Delivery, DigestEntry, Message
from portal.inbox.notes import Note, in_language
from portal.inbox.once import insert_new
from portal.inbox.preferences import Wishes, wishes_of
from portal.inbox.timing import Way, way


def post(notes: Sequence[Note], at: datetime) -> None:
    """Write what leaves of new messages, as each recipient wants it; a fixed number of statements."""
    leaving = [note for note in notes if note.email and note.recipient.is_active]
    wishes = wishes_for(leaving)
    ways = [(note, _way(note, wishes, at)) for note in leaving]
    numbers = _numbers(note.recipient for note, found in ways if found.sms_at)
    rows = [row for note, found in ways for row in _rows(note, found, at, numbers)]
    insert_new(rows, ["key"])
    _collect([(note, found.digest_at) for note, found in ways if found.digest_at])
    for channel in {row.channel for row in rows if row.due_at <= timezone.now()}:
        hint_delivery(channel)


def wishes_for(notes: Iterable[Note]) -> Wishes:
    """What the recipients chose; nothing is asked where none of the messages leaves a choice."""
    people = {note.recipient.pk for note in notes if not kinds.is_legal(note.kind)}
    return wishes_of(people) if people else Wishes({}, {})


def _way(note: Note, wishes: Wishes, at: datetime) -> Way:
    choice = wishes.choice(note.recipient.pk, note.kind)
    return way(choice, wishes.quiet(note.recipient.pk, note.kind), at, note.deadline)


def _numbers(people: Iterable[User]) -> Mapping[int, str]:
    known = {person.pk: person for person in people}
    return verified_mobiles(known.values()) if known else {}


def _rows(note: Note, found: Way, at: datetime, numbers: Mapping[int, str]) -> Iterable[Delivery]:
    if found.email_at and note.recipient.email:
        yield _mail(note, held(found.email_at, at))
    if found.sms_at and (number := numbers.get(note.recipient.pk)):
        yield _text_message(note, held(found.sms_at, at), number)


def held(moment: datetime, at: datetime) -> datetime:
    """When the row asks for work: at once, unless the message is held back."""
    return moment if moment > at else timezone.now()


def _mail(note: Note, due_at: datetime) -> Delivery:
    with in_language(note.recipient):
        way_out = headers.unsubscribe_link(note.recipient, note.kind)
        body = emails.text(note.recipient, note.body, note.url, way_out)
    return Delivery(
        key=note.key,
        kind=note.kind,
        group=headers.voluntary_group(note.kind),
        recipient=note.recipient,
        to=note.recipient.email,
        subject=emails.one_line(note.subject),
        body=body,
        message_id=emails.new_message_id(),
        due_at=due_at,
    )


def _text_message(note: Note, due_at: datetime, number: str) -> Delivery:
    return Delivery(
        key=f"sms:{note.key}",
        channel=Delivery.Channel.SMS,
        kind=note.kind,
        group=headers.voluntary_group(note.kind),
        recipient=note.recipient,
        to=number,
        body=sms.fitting(note.subject),
        message_id=uuid4().hex,
        due_at=due_at,
        expires_at=note.deadline,
    )


def _collect(waiting: Sequence[tuple[Note, datetime]]) -> None:
    if not waiting:
        return
    keys = [note.key for note, _due in waiting]
    messages = dict(Message.objects.filter(key__in=keys).values_list("key", "pk"))
    insert_new(
        [
            DigestEntry(message_id=messages[note.key], user=note.recipient, due_at=due)
            for note, due in waiting
        ],
        ["message"],
    )
