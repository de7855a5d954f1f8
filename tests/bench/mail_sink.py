"""A mail server that takes everything, counts and forgets: `python -m tests.bench.mail_sink`.

It prints its port, and at the end of standard input how many mails came and the moments (seconds since 1970)
of the first and the last.
"""

import asyncio
import sys
import time


class Sink:
    """The count of all sessions."""

    def __init__(self) -> None:
        self.count, self.first, self.last = 0, 0.0, 0.0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One session."""
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            command = line[:4].upper()
            if command == b"EHLO":
                writer.write(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
            elif command == b"DATA":
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                self.taken()
                writer.write(b"250 taken\r\n")
            else:
                writer.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")
        writer.close()

    def taken(self) -> None:
        """One more."""
        self.count, self.last = self.count + 1, time.time()
        self.first = self.first or self.last


async def main() -> None:
    """Serve until standard input ends."""
    sink = Sink()
    server = await asyncio.start_server(sink.talk, "127.0.0.1", 0, limit=1 << 22)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    print(sink.count, sink.first, sink.last, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
