"""In what capacity a request acts: `request.capacity` and `request.capacities`."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from portal.accounts.capacities import Capacity, capacities_of, held
from portal.accounts.models import User
from portal.accounts.stale_pages import refused

SESSION_KEY = "capacity"


def in_session(request: HttpRequest, capacities: list[Capacity]) -> Capacity:
    """The capacity chosen in this session, else the most specific one."""
    return held(capacities, request.session.get(SESSION_KEY, "")) or capacities[0]


class CapacityMiddleware:
    """Sets both lazily for who is signed in; None and [] for a visitor, without a query.

    Keeps what the signed-in read out of shared caches, and refuses forms that were shown to another capacity.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        attach(request)
        response = self.get_response(request)
        if request.capacity is not None:  # type: ignore[attr-defined]  # ours
            # Whoever is signed in reads what is theirs: no proxy keeps it, and the next person at the same
            # computer does not get it without asking again. Downloads and forms say so themselves.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """After the check of the form's origin."""
        return refused(request)


def attach(request: HttpRequest) -> None:
    """Tell the request its capacities."""
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
    user = request.user
    if not (signed_in and isinstance(user, User)):
        request.capacities, request.capacity = [], None  # type: ignore[attr-defined]  # ours
        return
    capacities = SimpleLazyObject(lambda: capacities_of(user))
    request.capacities = capacities  # type: ignore[attr-defined]  # ours
    request.capacity = SimpleLazyObject(  # type: ignore[attr-defined]  # ours
        lambda: in_session(request, list(capacities))
    )
