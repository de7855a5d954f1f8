"""A real POP3 server on the loopback with one mailbox."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class PopServer(socketserver.ThreadingTCPServer):
    """`mails` are what lies in the mailbox; they go when a session that deleted them ends well."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.mails: list[bytes] = []

    @property
    def url(self) -> str:
        return f"pop3://bounces:a%40b@127.0.0.1:{self.server_address[1]}"


class Session(socketserver.StreamRequestHandler):
    server: PopServer

    def handle(self) -> None:
        deleted: set[int] = set()
        mails = list(self.server.mails)
        self.say("+OK ready")
        while line := self.rfile.readline().decode().split():
            command, rest = line[0].upper(), line[1:]
            if command == "PASS" and rest != ["a@b"]:
                return self.say("-ERR no")
            if command == "LIST":
                self.lines([f"{n} {len(mail)}" for n, mail in enumerate(mails, 1)])
            elif command == "RETR":
                self.lines(mails[int(rest[0]) - 1].decode().splitlines())
            elif command == "DELE":
                deleted.add(int(rest[0]))
                self.say("+OK")
            elif command == "QUIT":
                self.server.mails = [mail for n, mail in enumerate(mails, 1) if n not in deleted]
                return self.say("+OK bye")
            else:
                self.say("+OK")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def lines(self, lines: list[str]) -> None:
        self.say("+OK")
        for line in lines:
            self.say(f".{line}" if line.startswith(".") else line)
        self.say(".")


@contextmanager
def pop_server() -> Iterator[PopServer]:
    server = PopServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
