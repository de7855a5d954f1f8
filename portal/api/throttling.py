"""Rates of attempts to sign in, counted in the database's cache."""

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:  # rest_framework.views imports this module while it is itself being imported
    from rest_framework.views import APIView


class SignInAddressThrottle(SimpleRateThrottle):
    """Attempts to sign in, per address."""

    scope = "sign-in-address"
    rate = "20/min"

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        """One count per address."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class SignInAccountThrottle(SimpleRateThrottle):
    """Attempts to sign in to one account, from wherever they come."""

    scope = "sign-in-account"
    rate = "10/min"

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        """One count per e-mail address; a request without one is refused by its serializer."""
        email = request.data.get("email") if isinstance(request.data, dict) else None
        if not isinstance(email, str):
            return None
        ident = email.strip().lower().encode().hex()[:200]
        return self.cache_format % {"scope": self.scope, "ident": ident}
