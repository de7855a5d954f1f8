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
