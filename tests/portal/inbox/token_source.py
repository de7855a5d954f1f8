"""A source of reminders from a table below inbox: API tokens that expire and can be revoked."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import DurationField, Value

from portal.accounts.models import ApiToken, User
from portal.inbox import reminders
from portal.inbox.outstanding import Outstanding
from portal.inbox.reminders import Due, Planned, moments

DAYS = tuple(timedelta(days=days) for days in (14, 7, 3, 1))
KIND = "token"


@dataclass
class TokenSource:
    """Reminds of tokens before they expire unless they are revoked."""

    offsets: list[timedelta] = field(default_factory=lambda: [*DAYS, timedelta(hours=3)])
    lock: dict[str, Any] = field(default_factory=lambda: {"skip_locked": True})

    def due(self, now: datetime, limit: int) -> Iterable[Due]:
        found = ApiToken.objects.filter(
            Outstanding(
                KIND,
                subject="pk",
                user="user",
                deadline="expires_at",
                offsets=Value(self.offsets, ArrayField(DurationField())),
                now=now,
            ),
            revoked_at=None,
        )
        tokens = found.select_related("user").select_for_update(of=("self",), **self.lock).order_by("pk")
        for token in tokens[:limit]:
            yield Due(
                str(token.pk),
                token.user,
                token.expires_at,
                self.offsets,
                f"{token.name} expires",
                "Renew it.",
                "/account/",
            )

    def planned(self, user: User, now: datetime) -> Iterable[Planned]:
        for token in user.api_tokens.filter(revoked_at=None):
            for at in moments(now, token.expires_at, self.offsets):
                yield Planned(at, f"{token.name} expires", "/account/")


@contextmanager
def registered(source: TokenSource) -> Iterator[TokenSource]:
    """The source, as the only one, while a test runs."""
    before = dict(reminders._sources)
    reminders._sources.clear()
    reminders.register_source(KIND, source)
    try:
        yield source
    finally:
        reminders._sources.clear()
        reminders._sources.update(before)


def token(user: User, expires_at: datetime, name: str = "Export") -> ApiToken:
    digest = sha256(f"{user.pk}{name}{expires_at}".encode()).hexdigest()
    return ApiToken.objects.create(user=user, name=name, expires_at=expires_at, digest=digest)
