"""How a receiver checks a request: shown on the pages, run in the tests."""

VERIFY = '''\
import hashlib
import hmac
import time


def is_genuine(secret: str, header: str, body: bytes) -> bool:
    """Whether the request came from Kechuang within the last five minutes.

    header: Kechuang-Signature; body: as received, before any parsing.
    """
    parts = [part.partition("=") for part in header.split(",")]
    stamp = next((value for name, _, value in parts if name == "t"), "")
    if not stamp.isdecimal() or abs(time.time() - int(stamp)) > 300:
        return False
    signed = stamp.encode() + b"." + body
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    given = [value for name, _, value in parts if name == "v1"]
    return any(hmac.compare_digest(expected, value) for value in given)
'''
