"""Who calls the API, and in what capacity (`X-Acting-As`)."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, ParseError, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from portal.accounts import tokens
from portal.accounts.capacities import Capacity, capacities_of, held
from portal.accounts.middleware import attach
from portal.accounts.models import ApiToken, User

HEADER = "X-Acting-As"


def named(capacities: list[Capacity], key: str) -> Capacity:
    """The capacity the header names; 403 when the person does not hold it."""
    capacity = held(capacities, key)
    if capacity is None:
        keys = ", ".join(c.key for c in capacities)
        raise PermissionDenied(
            _("You do not hold the capacity “%(key)s”. Yours are: %(keys)s.")
            % {"key": key[:80], "keys": keys}
        )
    return capacity


def implied(capacities: list[Capacity], method: str) -> Capacity:
    """Without a header: the only capacity besides oneself. With several a change must name one (400)."""
    others = [capacity for capacity in capacities if capacity.kind != "self"]
    if len(others) > 1 and method not in SAFE_METHODS:
        keys = ", ".join(c.key for c in capacities)
        raise ParseError(
            _("You have several capacities. Name one in the header %(header)s: %(keys)s.")
            % {"header": HEADER, "keys": keys}
        )
    return capacities[0]


def act(request: Request, user: User) -> None:
    """Set `capacities` and `capacity` of an API request; an unnamed one is found when it is first needed."""
    inner: Any = request._request
    capacities = SimpleLazyObject(lambda: capacities_of(user))
    inner.capacities = capacities
    key = request.headers.get(HEADER, "").strip()
    if key:
        inner.capacity = named(list(capacities), key)
    else:
        inner.capacity = SimpleLazyObject(lambda: implied(list(capacities), request.method or "GET"))


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <token>`."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = tokens.find(key.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked. Make a new one."))
        if token.scope == ApiToken.Scope.READ and request.method not in SAFE_METHODS:
            raise PermissionDenied(_("This token may only read. Make one that may write."))
        act(request, token.user)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class SessionAuthentication(authentication.SessionAuthentication):
    """The portal's own session; `X-Acting-As` wins over the capacity chosen on the pages."""

    def authenticate(self, request: Request) -> tuple[User | AnonymousUser, None] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        user: Any = found[0]
        if request.headers.get(HEADER, "").strip():
            act(request, user)
        elif not hasattr(request._request, "capacity"):
            attach(request._request)
        return user, None
