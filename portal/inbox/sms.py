"""Text messages: how long they may be, and the provider that carries them.

Providers differ in the names of their fields, so the body of the request is a setting: JSON in which
{number}, {text}, {signature} and {id} are replaced. `id` stays the same when an attempt is repeated.
"""

import hashlib
import hmac
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from portal.inbox import hints, posting
from portal.inbox.models import Delivery
from portal.inbox.outcomes import Permanent, Unknown

logger = logging.getLogger(__name__)

ONE_PART, PART_OF_MANY = 70, 67  # UTF-16 units: 3GPP TS 23.040, UCS-2 without and with a concatenation header


def signed(text: str) -> str:
    """The text as it arrives: the law wants the sender's name in front."""
    return f"【{settings.SMS_SIGNATURE}】{text}"


def units(text: str) -> int:
    """Length of a text in UTF-16 units, as operators count."""
    return len(text.encode("utf-16-le")) // 2


def parts(text: str) -> int:
    """How many messages the signed text is charged as."""
    length = units(signed(text))
    return 1 if length <= ONE_PART else -(-length // PART_OF_MANY)


def fitting(text: str) -> str:
    """The text in one line, cut so that it stays one message with its signature."""
    line = " ".join(text.split())
    if parts(line) == 1:
        return line
    while parts(f"{line}…") > 1:
        line = line[:-1]
    return f"{line}…"


def masked(number: str) -> str:
    """A number that tells its owner from others and nothing else: +86138****5678."""
    return f"{number[:-8]}****{number[-4:]}" if len(number) > 8 else "****"


CODE_LASTS = timedelta(minutes=15)


def leave(number: str, text: str, language: str) -> None:
    """A text message of the sign-in (`accounts.phones`), never cut: a code, or that something has changed."""
    send_code(number, text, CODE_LASTS)


def send_code(number: str, text: str, valid_for: timedelta) -> Delivery:
    """Put a code into the outbox, before all others; after `valid_for` it is not sent any more."""
    now = timezone.now()
    row = Delivery.objects.create(
        key=f"code:{uuid4().hex}",
        channel=Delivery.Channel.SMS,
        to=number,
        body=text,
        message_id=uuid4().hex,
        urgent=True,
        due_at=now,
        expires_at=now + valid_for,
    )
    hints.hint_delivery(Delivery.Channel.SMS)
    return row


class Provider(Protocol):
    """Carries text messages."""

    def send(self, row: Delivery) -> None:
        """Hand one text over; raises what `outcomes` names."""


@dataclass(frozen=True)
class HttpProvider:
    """A provider reached by one POST of JSON."""

    url: str
    body: str
    authorization: str
    secret: str
    accepted: str

    def send(self, row: Delivery) -> None:
        """Hand one text over."""
        body = self.request(row)
        answer = posting.post(self.url, body, self.headers(body))
        posting.judge(answer)
        self.understand(answer.text)

    def request(self, row: Delivery) -> bytes:
        """The JSON of one text."""
        values = {
            "number": row.to,
            "text": row.body,
            "signature": settings.SMS_SIGNATURE,
            "id": row.message_id,
        }
        values["signature"] = settings.SMS_SIGNATURE
        return json.dumps(filled(json.loads(self.body), values), ensure_ascii=False).encode()

    def headers(self, body: bytes) -> dict[str, str]:
        """Who asks, and with a secret the HMAC-SHA256 of the body in hexadecimal."""
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if self.authorization:
            headers["Authorization"] = self.authorization
        if self.secret:
            headers["X-Signature"] = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        return headers

    def understand(self, text: str) -> None:
        """Providers may refuse with status 200: `accepted` is the field and value (code=0) that means yes."""
        if not self.accepted:
            return
        field, _equals, value = self.accepted.partition("=")
        try:
            answer = json.loads(text)
            said = str(answer[field])
        except (ValueError, TypeError, LookupError) as error:
            raise Unknown(f"An answer nobody understands: {text}") from error
        if said != value:
            raise Permanent(text)


def filled(template: Any, values: dict[str, str]) -> Any:
    """The template with every {name} replaced, inside strings only: a text cannot become structure."""
    if isinstance(template, dict):
        return {key: filled(value, values) for key, value in template.items()}
    if isinstance(template, list):
        return [filled(value, values) for value in template]
    if isinstance(template, str):
        pieces = template.replace("{", "\0{").replace("}", "}\0").split("\0")
        return "".join(values.get(piece[1:-1], piece) if piece[:1] == "{" else piece for piece in pieces)
    return template


class LogProvider:
    """For the demonstration: the page of mails shows the text, the log says that there was one."""

    def send(self, row: Delivery) -> None:
        logger.info("A text message to %s is kept on the page of mails.", masked(row.to))


def address() -> str:
    """Where text messages go; empty: they wait in the outbox."""
    return settings.SMS_URL or ("log:" if settings.DEMO else "")


@contextmanager
def session() -> Iterator[Provider]:
    """The provider that settings name."""
    if not settings.SMS_URL:
        yield LogProvider()
        return
    yield HttpProvider(
        settings.SMS_URL,
        settings.SMS_BODY,
        settings.SMS_AUTHORIZATION,
        settings.SMS_SECRET,
        settings.SMS_ACCEPTED,
    )


def transmit(provider: Provider, row: Delivery) -> None:
    """Hand one text to the provider."""
    provider.send(row)
