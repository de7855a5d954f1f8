"""How an event's digest and hash are computed; knows nothing of the database."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder

from portal.history.models import ChainedEvent

# The payload is covered through its digest; the hash cannot cover itself.
_NOT_HASHED = {"id", "payload", "salt", "hash"}


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no blanks, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def normalized(payload: dict[str, Any]) -> dict[str, Any]:
    """The payload as PostgreSQL will give it back: dates and decimals as text, floats refused."""
    return json.loads(json.dumps(payload, cls=DjangoJSONEncoder), parse_float=_refuse_float)


def _refuse_float(text: str) -> NoReturn:
    raise TypeError(f"A payload holds no floats ({text}): use Decimal.")


def digest_of(salt: str, payload: dict[str, Any]) -> str:
    """Salted SHA-256 of the payload: without the salt nobody can guess what was erased."""
    return hashlib.sha256(salt.encode() + canonical(payload)).hexdigest()


def hash_of(event: ChainedEvent) -> str:
    """SHA-256 over every column except the payload and its salt.

    Empty columns are left out, so that a column added later leaves old hashes valid.
    """
    columns = [f.attname for f in event._meta.concrete_fields if f.attname not in _NOT_HASHED]
    facts = {name: _plain(getattr(event, name)) for name in columns}
    return hashlib.sha256(canonical({k: v for k, v in facts.items() if v not in (None, "")})).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if value is None or isinstance(value, int | str) else str(value)
