"""Secrets that the portal has to know itself lie encrypted in the database, under the secret key."""

import base64
import hashlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


def cipher(purpose: str) -> MultiFernet:
    """The cipher of one purpose; what an earlier secret key encrypted can still be read."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_fernet(purpose, str(key)) for key in keys])


def _fernet(purpose: str, key: str) -> Fernet:
    digest = hashlib.sha256(purpose.encode() + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class SealedField(models.TextField):
    """A text, encrypted at rest. It cannot be searched; one that no key opens reads as empty."""

    purpose = "portal.accounts.sealed"

    def get_prep_value(self, value: Any) -> Any:
        """Sealed; an empty text stays empty."""
        return cipher(self.purpose).encrypt(str(value).encode()).decode() if value else value

    def from_db_value(self, value: Any, *_rest: Any) -> Any:
        """Opened."""
        if not value:
            return value
        try:
            return cipher(self.purpose).decrypt(value.encode()).decode()
        except InvalidToken:
            return ""
