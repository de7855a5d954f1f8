"""Messages, what leaves the house, reminders, the working-day calendar."""

from portal.inbox.models.calendar import CalendarDay, CalendarYear
from portal.inbox.models.deliveries import Delivery, Suppression
from portal.inbox.models.heartbeat import Heartbeat
from portal.inbox.models.messages import Message, MessageQuerySet
from portal.inbox.models.outbox import OutboxRow
from portal.inbox.models.preferences import Digest, DigestEntry, Preference, QuietHours
from portal.inbox.models.reminders import Reminder
from portal.inbox.models.texts import TextEdit

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "Delivery",
    "Digest",
    "DigestEntry",
    "Heartbeat",
    "Message",
    "MessageQuerySet",
    "OutboxRow",
    "Preference",
    "QuietHours",
    "Reminder",
    "Suppression",
    "TextEdit",
]
