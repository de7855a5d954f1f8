"""Devices on which a person has signed in before: a signed cookie that only buys a count of tries of its own.

It opens nothing. Whoever steals it may try a few passwords at that account's device count, no more.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.accounts.models import User

COOKIE = "kc_device"
SALT = "portal.accounts.devices"
YEAR_SECONDS = 365 * 24 * 60 * 60
BROWSERS = {
    "MicroMessenger": "WeChat", "Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome",
    "Safari/": "Safari",
}  # fmt: skip
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS X": "Mac",
    "Linux": "Linux",
}  # fmt: skip
MOST_PEOPLE = 5  # at one device; the one who signed in longest ago makes room


def _people(request: HttpRequest) -> dict[str, str]:
    """Marks by primary key, the latest last; what was tampered with or is too old is nothing."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR_SECONDS)
    except signing.BadSignature:
        return {}
    return dict(kept)


def known(request: HttpRequest, user: User) -> str:
    """The mark of the device for this person, "" where they never signed in."""
    return _people(request).get(str(user.pk), "")


def remember(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Know the device at this person's next sign-in."""
    people = _people(request)
    mark = people.pop(str(user.pk), "") or secrets.token_urlsafe(12)
    people[str(user.pk)] = mark
    latest = dict(list(people.items())[-MOST_PEOPLE:])
    response.set_cookie(
        COOKIE,
        signing.dumps(list(latest.items()), salt=SALT),
        max_age=YEAR_SECONDS,
        path="/account/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def name_of(agent: str) -> str:
    """What a person calls the device: "Chrome · Windows"; "" when its browser does not say."""
    browser = next((name for sign, name in BROWSERS.items() if sign in agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), "")
    return " · ".join(filter(None, (browser, system)))
