"""A real HTTP server on the loopback, with scripted answers."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Posted:
    """A request as it came."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class HttpServer(socketserver.ThreadingTCPServer):
    """Keeps what it is sent. `answers`: what to say, one each time: a status, (status, text), or raw bytes.

    Empty bytes hang up. With `hold` it reads, sets `reached` and does not answer before `released`; with
    `drip` it answers letter by letter and comes to no end.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.taken: list[Posted] = []
        self.answers: list[int | tuple[int, str] | bytes] = []
        self.hold = self.drip = False
        self.reached, self.released = threading.Event(), threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/in"


class Exchange(socketserver.StreamRequestHandler):
    server: HttpServer

    def handle(self) -> None:
        line = self.rfile.readline().decode().strip()
        headers = {}
        while (header := self.rfile.readline().decode().strip()) != "":
            name, _colon, value = header.partition(": ")
            headers[name.lower()] = value
        body = self.rfile.read(int(headers.get("content-length", "0")))
        self.server.taken.append(Posted(line, headers, body))
        if self.server.hold:
            self.server.reached.set()
            self.server.released.wait(30)
            return
        if self.server.drip:
            return self.trickle()
        answer = self.server.answers.pop(0) if self.server.answers else 200
        if isinstance(answer, int):
            answer = (answer, "")
        if isinstance(answer, tuple):
            status, text = answer
            raw = text.encode()
            answer = f"HTTP/1.1 {status} X\r\nContent-Length: {len(raw)}\r\n\r\n".encode() + raw
        self.wfile.write(answer)

    def trickle(self) -> None:
        """A letter of a header every now and then, until nobody listens."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        with suppress(OSError):
            while not self.server.released.wait(0.05):
                self.wfile.write(b"a")


@contextmanager
def http_server() -> Iterator[HttpServer]:
    server = HttpServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
