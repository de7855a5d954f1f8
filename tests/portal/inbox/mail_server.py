"""A real SMTP server on the loopback, with scripted answers."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it takes. `answers`: command → answers to give first, one each time; "" hangs up.

    The command "." is the end of the text. `reached` is set when a command in `hold` comes; it never answers.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.taken: list[EmailMessage] = []
        self.commands: list[str] = []
        self.answers: dict[str, list[str]] = {}
        self.hold: set[str] = set()
        self.reached, self.released = threading.Event(), threading.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    @property
    def ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.taken]


class Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        if not self.say("connect", "220 test"):
            return
        while line := self.rfile.readline():
            command = line[:4].strip().upper().decode(errors="replace")  # it may speak TLS
            self.server.commands.append(line.decode(errors="replace").strip())
            if command == "DATA":
                if not self.say("DATA", "354 go on") or (self.last.startswith("354") and not self.take()):
                    return
            elif not self.say(command, "221 bye" if command == "QUIT" else "250 ok"):
                return

    def take(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.decide(".", "250 taken").startswith("250"):  # kept before the answer, so that none is missed
            self.server.taken.append(
                email.message_from_bytes(b"".join(lines).replace(b"\r\n", b"\n"), policy=email.policy.default)
            )
        return self.answer()

    def say(self, command: str, usual: str) -> bool:
        """Answer as scripted; False after hanging up."""
        self.decide(command, usual)
        return self.answer()

    def decide(self, command: str, usual: str) -> str:
        """The answer a command gets: the scripted one, or the usual; "" hangs up."""
        if command in self.server.hold:
            self.server.reached.set()
            self.server.released.wait(30)
        scripted = self.server.answers.get(command)
        self.last = scripted.pop(0) if scripted else usual
        return self.last

    def answer(self) -> bool:
        if not self.last:
            return False
        self.wfile.write(f"{self.last}\r\n".encode())
        return True


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
