"""Keys for programs: made once, kept as a digest."""

import hashlib
import secrets
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from portal.accounts.models import ApiToken, User

PREFIX = "kc_"
LIFETIME = timedelta(days=90)
USE_NOTED_EVERY = timedelta(minutes=1)


def digest_of(key: str) -> str:
    """What is kept of a key: its SHA-256. A key has 256 random bits, so no salt is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


def create(user: User, name: str, scope: str, lifetime: timedelta = LIFETIME) -> tuple[ApiToken, str]:
    """A new token and its key, which is never seen again."""
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user, name=name, scope=scope, digest=digest_of(key), expires_at=timezone.now() + lifetime
    )
    return token, key


def revoke(token: ApiToken) -> None:
    """End a token now; revoking again changes nothing."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())


def find(key: str) -> ApiToken | None:
    """The live token of a key, with its person; notes when it was last used, at most once a minute."""
    now = timezone.now()
    token = (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_of(key), revoked_at__isnull=True, expires_at__gt=now, user__is_active=True)
        .first()
    )
    if token:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    return token
