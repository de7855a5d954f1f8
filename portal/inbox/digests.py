"""Collected e-mails: what waited since the last one, sent together at 8:30, once a day and person."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext

from portal.accounts.models import User
from portal.inbox import emails, texts
from portal.inbox.hints import hint_delivery
from portal.inbox.models import Delivery, Digest, DigestEntry
from portal.inbox.notes import in_language
from portal.inbox.once import insert_new
from portal.inbox.texts import Place, Text
from portal.inbox.timing import COLLECTED_AT

BATCH = 500
KIND = "digest"
TEXT = Text(
    KIND,
    _("Collected e-mail"),
    gettext_noop("{count} for you on Kechuang"),
    gettext_noop("{messages}\n\nYou chose to get these together. Change it here: {settings}"),
    (
        Place("count", _("how many messages"), _("3 messages")),
        Place("messages", _("each message with its link"), "• …\n  https://…", required=True),
        Place("settings", _("where to change what is sent"), "https://…"),
    ),
)


def run(now: datetime) -> None:
    """Send what has been collected; safe when several run at once."""
    local = timezone.localtime(now, timezone.get_default_timezone())
    if local.time() < COLLECTED_AT:
        return
    while send_batch(local.date(), now):
        pass


@transaction.atomic
def send_batch(day: date, now: datetime) -> bool:
    """Send to at most BATCH people; whether there may be more."""
    found = list(_waiting(day, now)[:BATCH])
    rows = [Digest(user_id=pk, day=day) for pk in found]
    fresh = {row.user_id for row in insert_new(rows, ["user", "day"])}
    entries = DigestEntry.objects.filter(user__in=fresh, digest=None, due_at__lte=now)
    by_person = defaultdict(list)
    for entry in entries.select_related("message").select_for_update(of=("self",)).order_by("pk"):
        by_person[entry.user_id].append(entry)
    people, edits = User.objects.in_bulk(fresh), texts.edits() if fresh else {}
    mails = [_mail(people[pk], rows, day, edits) for pk, rows in by_person.items() if people[pk].email]
    insert_new(mails, ["key"])
    own = Digest.objects.filter(user=OuterRef("user"), day=day).values("pk")
    taken = [entry.pk for rows in by_person.values() for entry in rows]
    DigestEntry.objects.filter(pk__in=taken).update(digest=Subquery(own))
    if mails:
        hint_delivery()
    return len(found) >= BATCH


def _waiting(day: date, now: datetime) -> QuerySet[DigestEntry, int]:
    """The people with something collected and no collected e-mail on this day."""
    had = Digest.objects.filter(user=OuterRef("user"), day=day)
    rows = DigestEntry.objects.filter(~Exists(had), digest=None, due_at__lte=now, user__is_active=True)
    return rows.order_by("user").values_list("user", flat=True).distinct()


def _mail(person: User, entries: Sequence[DigestEntry], day: date, edits: texts.Edits) -> Delivery:
    count = len(entries)
    with in_language(person):
        values = {
            "count": ngettext("%(n)d message", "%(n)d messages", count) % {"n": count},
            "messages": "\n\n".join(map(_line, entries)),
            "settings": emails.absolute(reverse("notifications")),
        }
        subject, body = texts.render(KIND, values, edits)
        body = emails.text(person, body, "")
    return Delivery(
        key=f"digest:{person.pk}:{day}",
        kind=KIND,
        recipient=person,
        to=person.email,
        subject=emails.one_line(subject),
        body=body,
        message_id=emails.new_message_id(),
        due_at=timezone.now(),
    )


def _line(entry: DigestEntry) -> str:
    address = emails.absolute(reverse("message", args=[entry.message_id]))
    return f"• {entry.message.subject}\n  {address}"
