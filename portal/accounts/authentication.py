"""Who calls the API, and in what capacity (`X-Acting-As`)."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, ParseError, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from portal.accounts import scopes, tokens
from portal.accounts.capacities import Capacity, acting_as, capacities_of, held
from portal.accounts.gate import missing
from portal.accounts.middleware import attach
from portal.accounts.models import ApiToken, User
from portal.accounts.rates import address, bearer_key
from portal.accounts.second_factor import asked_of, passed

HEADER = "X-Acting-As"
NEEDS_SECOND_STEP = gettext_lazy(
    "Acting as “%(key)s” needs a second step at sign-in. Set one up on the account page, then sign in again;"
    " for a token, send the code as “otp”."
)


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


def secured(capacity: Capacity, second_factor: bool) -> Capacity:
    """The capacity; 403 for an office when no second step was taken at sign-in."""
    if asked_of(capacity) and not second_factor:
        raise PermissionDenied(str(NEEDS_SECOND_STEP) % {"key": capacity.key})
    return capacity


def act(request: Request, user: User, bound: str = "", *, second_factor: bool) -> None:
    """Set `capacities` and `capacity` of an API request; an unnamed one is found when it is first needed.

    bound: the key of the only capacity that a token acts in; "" for any. second_factor: whether the session
    or the token began with a second step.
    """
    inner: Any = request._request
    capacities = SimpleLazyObject(lambda: only(capacities_of(user), bound))
    inner.capacities = capacities
    key = request.headers.get(HEADER, "").strip()
    if key:
        inner.capacity = secured(named(list(capacities), key), second_factor)
    else:
        inner.capacity = SimpleLazyObject(
            lambda: secured(implied(list(capacities), request.method or "GET"), second_factor)
        )


def only(capacities: list[Capacity], bound: str) -> list[Capacity]:
    """What is left of the capacities where a token acts in one; 403 when the person has lost it."""
    if not bound:
        return capacities
    found = held(capacities, bound)
    if found is None:
        raise PermissionDenied(
            _("This token acts only as “%(key)s”, and you are that no longer. Make another one.")
            % {"key": bound}
        )
    return [replace(found, alone=True)]


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <token>`: the one door where a token's limits are checked."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        inner: Any = request._request
        if bearer_key(inner) is None:
            return None
        token: ApiToken | None = inner.api_token  # set by ApiRateMiddleware
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked. Make a new one."))
        if not tokens.comes_from(token.addresses, address(inner)):
            raise PermissionDenied(_("This token may not be used from your address."))
        act(request, token.user, token.capacity, second_factor=token.second_factor)
        self.check_scopes(request, token)
        return token.user, token

    def check_scopes(self, request: Request, token: ApiToken) -> None:
        """Refuse what the token does not name, and a person's own matters to who acts for others only."""
        path = request.path
        area = scopes.area_of(path)
        if path != scopes.OPEN and area is not None and area.personal and token.capacity not in {"", "self"}:
            raise PermissionDenied(_("This token acts only as “%(key)s”.") % {"key": token.capacity})
        verb = scopes.READ if request.method in SAFE_METHODS else scopes.WRITE
        official = token.scope == ApiToken.Scope.NAMED and verb == scopes.WRITE and is_official(request)
        lacking = scopes.missing(tokens.granted(token), scopes.needed(path, verb, official))
        if not lacking:
            return
        if token.scope == ApiToken.Scope.READ:
            raise PermissionDenied(_("This token may only read. Make one that may write."))
        raise PermissionDenied(_("This token lacks the scope %(scopes)s.") % {"scopes": ", ".join(lacking)})

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def is_official(request: Request) -> bool:
    """Whether the request acts for a department."""
    return acting_as(request._request).kind == "department"


class SessionAuthentication(authentication.SessionAuthentication):
    """The portal's own session; `X-Acting-As` wins over the capacity chosen on the pages."""

    def authenticate(self, request: Request) -> tuple[User | AnonymousUser, None] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        user: Any = found[0]
        if request.headers.get(HEADER, "").strip():
            act(request, user, second_factor=passed(request._request))
            return user, None
        if not hasattr(request._request, "capacity"):
            attach(request._request)
        if missing(request._request):
            raise PermissionDenied(str(NEEDS_SECOND_STEP) % {"key": acting_as(request._request).key})
        return user, None
