"""The door of the API before any view: whose token it is, and whether they ask too often."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from rest_framework.throttling import BaseThrottle

from portal.accounts import tokens
from portal.accounts.models import ApiToken
from portal.api import problems, rates

API = "/api/v1/"


def bearer_key(request: HttpRequest) -> str | None:
    """The key in the Authorization header; None where there is no bearer."""
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None


def address(request: HttpRequest) -> str:
    """Where the request comes from, as far as the configured proxies tell it."""
    return BaseThrottle().get_ident(request) or ""  # type: ignore[arg-type]  # reads META only


def who(request: HttpRequest, token: ApiToken | None) -> tuple[str, int]:
    """Under which name the request counts, and how many a minute that one may make."""
    if token is not None:
        return f"token {token.pk}", settings.API_RATE
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return f"person {request.user.pk}", settings.API_RATE
    return f"address {address(request)}"[:120], settings.API_RATE_ANONYMOUS


class ApiRateMiddleware:
    """Finds the token of an API request, counts the request and tells the rate in every answer.

    It counts before a view opens a transaction: two requests of one token never wait for each other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(API):
            return self.get_response(request)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return unprotected()
        key = bearer_key(request)
        token = tokens.find(key) if key is not None else None
        request.api_token = token  # type: ignore[attr-defined]  # ours
        ident, limit = who(request, token)
        rate = rates.count(ident, limit, request.received_at)  # type: ignore[attr-defined]  # ours
        response = too_many(rate) if rate.exceeded else self.get_response(request)
        for name, value in rate.headers().items():
            response.headers.setdefault(name, value)
        return response


def unprotected() -> HttpResponse:
    """403 for plain HTTP: a redirect would hide that the token has traveled where anybody reads it."""
    sentence = _("Use https. Revoke the token you sent: it has traveled unprotected.")
    return JsonResponse(problems.problem(403, sentence), status=403, content_type=problems.MEDIA_TYPE)


def too_many(rate: rates.Rate) -> HttpResponse:
    """429 with the seconds to wait."""
    sentence = _("You asked more than %(limit)s times in a minute. Go on in %(seconds)s seconds.")
    document = problems.problem(429, sentence % {"limit": rate.limit, "seconds": rate.reset})
    return JsonResponse(document, status=429, content_type=problems.MEDIA_TYPE)
