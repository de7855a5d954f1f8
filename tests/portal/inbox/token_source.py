"""A source of reminders from a table below inbox: API tokens that expire and can be revoked."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db.models import F, TextField
from django.db.models.functions import Cast

from portal.accounts.models import ApiToken, User
from portal.inbox import kinds, reminders, texts
from portal.inbox.offsets import Offset, coming, offsets
from portal.inbox.reminders import Planned, Sweep, sweep
from portal.inbox.services import Told
from portal.inbox.workdays import Workdays

KIND = "token"
TEXT = texts.Text(KIND, "Token", "{name} expires", "Renew it.", (texts.Place("name", "name", "Export"),))


@dataclass
class TokenSource:
    """Reminds of tokens before they expire unless they are revoked."""

    offsets: list[Offset] = field(default_factory=lambda: [*offsets("14d", "7d", "3d", "1d", "3h")])

    def sweeps(self, now: datetime, calendar: Workdays) -> Iterator[Sweep]:
        live = ApiToken.objects.filter(revoked_at=None)
        for deadline in live.order_by("expires_at").values_list("expires_at", flat=True).distinct():
            rows: Any = live.filter(expires_at=deadline)
            rows = rows.annotate(subject=Cast("pk", TextField()), holder=F("user"))
            yield from sweep(deadline, self.offsets, now, calendar, rows, since="created_at")

    def told(self, row: Any, now: datetime) -> Told:
        return Told({"name": row.name}, "/account/")

    def planned(self, user: User, now: datetime, calendar: Workdays) -> Iterable[Planned]:
        for token in user.api_tokens.filter(revoked_at=None):
            for _offset, at in coming(self.offsets, token.expires_at, token.created_at, now, calendar):
                yield Planned(at, f"{token.name} expires", "/account/", KIND, token.expires_at)


@contextmanager
def registered(source: TokenSource) -> Iterator[TokenSource]:
    """The source, as the only one, while a test runs."""
    before = dict(reminders._sources)
    reminders._sources.clear()
    reminders.register_source(KIND, source)
    texts.register(TEXT)
    kinds.register_kinds("tokens", "Tokens", [KIND], legal=False)
    try:
        yield source
    finally:
        reminders._sources.clear()
        reminders._sources.update(before)
        texts._texts.pop(KIND)
        kinds._groups.pop("tokens")
        kinds._kinds.pop(KIND)


def token(user: User, expires_at: datetime, name: str = "Export", since: datetime | None = None) -> ApiToken:
    """A token made long before it expires, or at `since`."""
    digest = sha256(f"{user.pk}{name}{expires_at}".encode()).hexdigest()
    made = ApiToken.objects.create(user=user, name=name, expires_at=expires_at, digest=digest)
    ApiToken.objects.filter(pk=made.pk).update(created_at=since or datetime(2026, 1, 1, tzinfo=UTC))
    made.refresh_from_db()
    return made
