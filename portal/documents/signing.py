"""Signatures of the portal: Ed25519 (RFC 8032) under keys from the environment.

RECEIPT_KEYS holds 32-byte seeds in URL-safe base64, separated by commas: the first signs. A public key that
ever signed is kept in the database and stays published.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SEED_BYTES = 32


@dataclass(frozen=True)
class Signature:
    """A signature in base64 (88 characters) and the id of its key."""

    value: str
    key_id: str


@dataclass(frozen=True)
class Key:
    """One key pair. `id`: the first 16 hexadecimal digits of the SHA-256 of the public key's 32 bytes."""

    id: str
    public: str
    private: Ed25519PrivateKey


def key_pairs() -> tuple[Key, ...]:
    """The key pairs of this portal, the one that signs first. Raises ImproperlyConfigured."""
    return _keys(settings.RECEIPT_KEYS)


@lru_cache(maxsize=4)
def _keys(text: str) -> tuple[Key, ...]:
    found = tuple(_key(part) for part in (part.strip() for part in text.split(",")) if part)
    if not found:
        raise ImproperlyConfigured("RECEIPT_KEYS holds no key (see .env.example).")
    return found


def _key(text: str) -> Key:
    try:
        seed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured("RECEIPT_KEYS is not URL-safe base64.") from error
    if len(seed) != SEED_BYTES:
        raise ImproperlyConfigured(f"A key of RECEIPT_KEYS has {len(seed)} bytes instead of {SEED_BYTES}.")
    private = Ed25519PrivateKey.from_private_bytes(seed)
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Key(key_id(raw), base64.b64encode(raw).decode(), private)


def key_id(raw: bytes) -> str:
    """The id under which a public key of 32 bytes is published."""
    return hashlib.sha256(raw).hexdigest()[:16]


def sign(message: bytes) -> Signature:
    """Sign with the first key."""
    key = key_pairs()[0]
    return Signature(base64.b64encode(key.private.sign(message)).decode(), key.id)


def is_signed(message: bytes, signature: str, public: str) -> bool:
    """Whether the signature (base64) is of this message, by this public key (base64 of 32 bytes)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def pem(public: str) -> str:
    """A public key as OpenSSL reads it."""
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
