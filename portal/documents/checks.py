"""What is wrong with the keys before anybody notices."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from portal.documents import signing


def keys_are_usable(**_: Any) -> list[CheckMessage]:
    """RECEIPT_KEYS holds keys of the right size."""
    try:
        signing.key_pairs()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="documents.E001")]
    return []


def register_all() -> None:
    """At every start."""
    register(keys_are_usable, Tags.security)
