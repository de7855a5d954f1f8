"""Encryption of identity numbers: AES-256-GCM under keys from the environment.

IDENTITY_KEYS holds 32-byte keys in URL-safe base64, separated by commas: the first encrypts, all decrypt.
Each key gives two: one encrypts, one makes the blind index (HMAC-SHA256) by which equal numbers are found.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES, NONCE_BYTES = 32, 12


class Unreadable(Exception):
    """No key of this portal opens the number."""


@dataclass(frozen=True)
class Key:
    """One key. `id`: eight characters that tell keys apart and say nothing about them."""

    id: str
    encryption: bytes
    indexing: bytes


def keys() -> tuple[Key, ...]:
    """The keys of this portal, the one that encrypts first. Raises ImproperlyConfigured."""
    return _keys(settings.IDENTITY_KEYS)


@lru_cache(maxsize=4)
def _keys(text: str) -> tuple[Key, ...]:
    found = tuple(_key(part) for part in (part.strip() for part in text.split(",")) if part)
    if not found:
        raise ImproperlyConfigured("IDENTITY_KEYS holds no key (see .env.example).")
    return found


def _key(text: str) -> Key:
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured("IDENTITY_KEYS is not URL-safe base64.") from error
    if len(raw) != KEY_BYTES:
        raise ImproperlyConfigured(f"A key of IDENTITY_KEYS has {len(raw)} bytes instead of {KEY_BYTES}.")
    return Key(
        hashlib.sha256(b"identity key" + raw).hexdigest()[:8],
        hmac.digest(raw, b"encryption", "sha256"),
        hmac.digest(raw, b"blind index", "sha256"),
    )


def encrypt(number: str, bound_to: bytes) -> tuple[str, bytes, str]:
    """Key id, token and blind index of a number; the token opens only in the row it is bound to."""
    key, nonce = keys()[0], secrets.token_bytes(NONCE_BYTES)
    token = nonce + AESGCM(key.encryption).encrypt(nonce, number.encode(), bound_to)
    return key.id, token, _index(key, number)


def decrypt(key_id: str, token: bytes, bound_to: bytes) -> str:
    """The number. Raises Unreadable for an unknown key, a changed token or another row's."""
    key = next((key for key in keys() if key.id == key_id), None)
    if key is None:
        raise Unreadable(f"The key {key_id} is not among IDENTITY_KEYS.")
    try:
        plain = AESGCM(key.encryption).decrypt(token[:NONCE_BYTES], token[NONCE_BYTES:], bound_to)
    except InvalidTag as error:
        raise Unreadable("The token was changed, or belongs to another row.") from error
    return plain.decode()


def indexes(number: str) -> list[str]:
    """The blind indexes of a number under every key: rows not yet rotated are found, too."""
    return [_index(key, number) for key in keys()]


def _index(key: Key, number: str) -> str:
    return hmac.digest(key.indexing, number.encode(), "sha256").hex()
