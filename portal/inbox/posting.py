"""One POST over HTTP to a machine outside, and what became of it. It follows no redirect."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from portal.inbox.outcomes import Permanent, Temporary, Unknown, Unreachable, said

CONNECT_SECONDS = 5.0
EXCHANGE_SECONDS = 15.0  # the whole exchange; a claim outlasts it
ANSWER_BYTES = 4096

NO_ANSWER = {502, 504}  # a gateway speaks: nobody knows what the machine behind it did
LATER = {408, 425, 429}


@dataclass(frozen=True)
class Answer:
    """The status, the beginning of the text and how long it took."""

    status: int
    text: str
    seconds: float


def post(url: str, body: bytes, headers: Mapping[str, str], address: str = "") -> Answer:
    """Hand `body` over. `address`: connect to this IP address instead of asking for the host's.

    Unreachable: no connection. Unknown: the other side may have taken it.
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = (_SecureConnection if parts.scheme == "https" else _Connection)(parts.hostname or "", port)
    connection.address = address
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    begun = time.monotonic()
    with _at_most(connection, EXCHANGE_SECONDS) as cut, closing(connection):
        try:
            connection.connect()
        except (OSError, ValueError) as error:  # ValueError: a host name that is none
            raise Unreachable(said(error)) from error
        try:
            connection.request("POST", path, body, dict(headers))
            response = connection.getresponse()
            text = response.read(ANSWER_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise Unknown(said(error)) from error
        if cut.is_set():  # headers that end in the middle read like headers that end
            raise Unknown(f"No whole answer within {EXCHANGE_SECONDS} seconds")
    return Answer(response.status, _readable(text), time.monotonic() - begun)


def judge(answer: Answer) -> None:
    """Pass 2xx; what others ask us to do is raised."""
    words = f"{answer.status} {answer.text}".strip()
    if 200 <= answer.status < 300:
        return
    if answer.status in NO_ANSWER:
        raise Unknown(words)
    if answer.status in LATER or answer.status >= 500:
        raise Temporary(words)
    raise Permanent(words)


class _Connection(http.client.HTTPConnection):
    """Connects to a given address; the Host header names the host all the same."""

    address = ""
    line: socket.socket | None = None

    def connect(self) -> None:
        self.line = socket.create_connection((self.address or self.host, self.port), CONNECT_SECONDS)
        self.line.settimeout(EXCHANGE_SECONDS)
        self.sock = self.line


class _SecureConnection(_Connection):
    """The same with TLS; the certificate is that of the host."""

    default_port = 443

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


@contextmanager
def _at_most(connection: _Connection, seconds: float) -> Iterator[threading.Event]:
    """End the exchange after `seconds`, handshake included, however slowly the other side drips.

    The event says that it was ended.
    """
    cut = threading.Event()

    def end() -> None:
        cut.set()
        held = connection.sock or connection.line
        if held is not None:
            with suppress(OSError):
                socket.socket.shutdown(held, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield cut
    finally:
        timer.cancel()


def _readable(text: bytes) -> str:
    return " ".join(text.decode(errors="replace").replace("\0", "").split())
