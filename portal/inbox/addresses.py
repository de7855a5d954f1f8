"""Addresses that reject our mail: written to no more until their owner says that they work again."""

import re
from collections.abc import Iterable
from typing import Any

from portal.inbox.models import Suppression

STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")  # RFC 3463


def at_fault(status: str) -> bool:
    """Whether a refusal is about the address for good: 5.1.x, a closed mailbox, or nothing more said.

    A full mailbox (5.2.2), a server's own trouble (5.3.x, 5.4.x) and its policy (5.7.x) are not.
    """
    found = STATUS.search(status)
    if found is None or found[1] != "5":
        return False
    return found[2] in ("0", "1") or (found[2], found[3]) == ("2", "1")


def refused_recipient(words: str) -> bool:
    """Whether a server's answer to a recipient means that there is no such address."""
    if STATUS.search(words):
        return at_fault(words)
    return words[:3] in ("550", "551", "553")  # RFC 5321, without an enhanced code


def suppress(address: str, why: str) -> None:
    """Write to this address no more."""
    Suppression.objects.get_or_create(address=address.lower(), defaults={"why": why[:500]})


def lift(address: str) -> bool:
    """Write to this address again; whether it had been stopped."""
    return bool(Suppression.objects.filter(address=address.lower()).delete()[0])


def is_suppressed(address: str) -> bool:
    """Whether nothing is sent to this address."""
    return Suppression.objects.filter(address=address.lower()).exists()


def suppressed_among(found: Iterable[str]) -> set[str]:
    """Those of these addresses, in lower case, to which nothing is sent."""
    lowered = {address.lower() for address in found}
    return set(Suppression.objects.filter(address__in=lowered).values_list("address", flat=True))


def on_confirmed(email_address: Any, **_signal: Any) -> None:
    """An address that was confirmed takes mail."""
    lift(email_address.email)
