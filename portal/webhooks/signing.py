"""The signature of a request: HMAC-SHA256 over the moment, a dot and the body as sent."""

import hashlib
import hmac
from datetime import datetime

from portal.webhooks.models import Endpoint

HEADER = "Kechuang-Signature"


def signature(endpoint: Endpoint, body: bytes, at: datetime) -> str:
    """`t=<seconds since 1970>,v1=<hexadecimal>`; for a day after a rotation a second v1 of the old secret."""
    stamp = str(int(at.timestamp()))
    secrets = [endpoint.secret]
    if endpoint.previous_until and endpoint.previous_until > at:
        secrets.append(endpoint.previous_secret)
    return ",".join([f"t={stamp}", *(f"v1={digest(secret, stamp, body)}" for secret in secrets)])


def digest(secret: str, stamp: str, body: bytes) -> str:
    """The hexadecimal HMAC of one secret."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
