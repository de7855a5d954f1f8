"""Which public keys are published: every one that is or was in use."""

from typing import Any

from portal.documents import signing
from portal.documents.models import SigningKey

PATH = "/.well-known/receipt-keys.json"


def remember_keys(**_: Any) -> None:
    """Keep the public keys of the environment; after every migration, so with every start of a release."""
    rows = [SigningKey(id=key.id, public=key.public) for key in signing.key_pairs()]
    SigningKey.objects.bulk_create(rows, ignore_conflicts=True)


def published() -> list[SigningKey]:
    """The newest first; one of the environment that no row holds yet leads."""
    kept = list(SigningKey.objects.all())
    known = {key.id for key in kept}
    new = [key for key in signing.key_pairs() if key.id not in known]
    return [SigningKey(id=key.id, public=key.public) for key in new] + kept


def public_key(key_id: str) -> SigningKey | None:
    """The published key with this id."""
    return next((key for key in published() if key.id == key_id), None)


def verifies(message: bytes, signature: str, key_id: str) -> bool:
    """Whether one of our published keys signed this."""
    key = public_key(key_id)
    return key is not None and signing.is_signed(message, signature, key.public)
