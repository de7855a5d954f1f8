"""Keys for programs: made once, kept as a digest."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import ApiToken, User
from portal.api.problems import Refused

PREFIX = "kc_"
LIFETIME, LONGEST = timedelta(days=90), timedelta(days=365)
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Limits:
    """What narrows a token: named scopes, one capacity (its key), addresses or networks it comes from."""

    scopes: list[str] = field(default_factory=list)
    capacity: str = ""
    addresses: list[str] = field(default_factory=list)


def digest_of(key: str) -> str:
    """What is kept of a key: its SHA-256. A key has 256 random bits, so no salt is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


def create(
    user: User,
    name: str,
    scope: str,
    lifetime: timedelta = LIFETIME,
    limits: Limits | None = None,
    *,
    second_factor: bool = False,
) -> tuple[ApiToken, str]:
    """A new token and its key, which is never seen again.

    second_factor: whoever makes it passed a second step; without one the token acts in no office.
    """
    if lifetime > LONGEST:
        raise Refused(_("A token lasts a year at most."))
    key = PREFIX + secrets.token_urlsafe(32)
    narrowed = limits or Limits()
    token = ApiToken.objects.create(
        user=user,
        name=name,
        scope=scope,
        scopes=narrowed.scopes if scope == ApiToken.Scope.NAMED else [],
        capacity=narrowed.capacity,
        addresses=narrowed.addresses,
        second_factor=second_factor,
        digest=digest_of(key),
        expires_at=timezone.now() + lifetime,
    )
    return token, key


def granted(token: ApiToken) -> set[str]:
    """The scopes of a token."""
    return set(token.scopes) if token.scope == ApiToken.Scope.NAMED else {token.scope}


def is_narrow(token: ApiToken) -> bool:
    """Whether anything narrows the token; such a one makes no other tokens."""
    return bool(token.scope != ApiToken.Scope.WRITE or token.capacity or token.addresses)


def comes_from(addresses: Iterable[str], address: str) -> bool:
    """Whether the address lies in one of the networks; with no network named every address does."""
    networks = [ip_network(text) for text in addresses]
    if not networks:
        return True
    try:
        found = ip_address(address)
    except ValueError:  # a socket of this machine has none
        return False
    return any(found in network for network in networks)


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
