"""How often a password may be tried.

Counted in the database's cache, so that it holds without Redis. A stranger's tries count per network address,
per account and network, and per account with a far higher ceiling: who wants to lock somebody out needs many
networks, and even then not the devices on which the person signed in before, which have a count of their own.
"""

import ipaddress

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest

from portal.accounts import devices, phones
from portal.accounts.models import User

APP = "portal.accounts"
RATES = {
    "sign_in_device": "10/5m/key",
    "sign_in_address": "20/m/ip",
    "sign_in_network": "5/5m/key",
    "sign_in_account": "200/h/key",
}


def user_of(login: str) -> User | None:
    """Whom an e-mail address or a mobile number names."""
    if "@" in login:
        return User.objects.filter(email__iexact=login.strip()).first()
    number = phones.normalized(login)
    return phones.owner(number) if number else None


def network_of(request: HttpRequest) -> str:
    """The neighborhood an address lies in: /24, or /48 with IPv6, of which one customer may have many."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    prefix = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network((address, prefix), strict=False))


def _keys(request: HttpRequest, login: str) -> dict[str, str | None]:
    user = user_of(login)
    account = f"user:{user.pk}" if user else f"login:{login.strip().lower()}"
    device = devices.known(request, user) if user else ""
    if device:
        return {"sign_in_device": f"{account}:{device}"}
    return {
        "sign_in_address": None,
        "sign_in_network": f"{account}:{network_of(request)}",
        "sign_in_account": account,
    }


def take(request: HttpRequest, login: str) -> ratelimit.RateLimitUsage | None:
    """Count a try; None when there were too many. Roll the usage back when the password was right."""
    usage = ratelimit.RateLimitUsage(usage=[])
    for action, key in _keys(request, login).items():
        taken = ratelimit.consume(request, app=APP, action=action, config=RATES, key=key, limit_get=True)
        if not taken:
            return None
        usage.usage += taken.usage
    return usage


def forget(request: HttpRequest, login: str) -> None:
    """Who has just chosen a new password starts anew."""
    for action, key in _keys(request, login).items():
        if key:
            ratelimit.clear(request, app=APP, action=action, config=RATES, key=key)
