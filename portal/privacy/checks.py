"""What is wrong with the keys before anybody notices."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from portal.privacy import cipher


def keys_are_usable(**_: Any) -> list[CheckMessage]:
    """IDENTITY_KEYS holds keys of the right size."""
    try:
        cipher.keys()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="privacy.E001")]
    return []


def register_all() -> None:
    """At every start."""
    register(keys_are_usable, Tags.security)
