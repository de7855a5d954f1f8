"""Asks ClamAV about a content: clamd(8), command INSTREAM, over TCP or a socket of this machine.

CLAMAV_URL: tcp://host:3310 or unix:///run/clamav/clamd.ctl. Empty: nothing is asked.
"""

import socket
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

TIMEOUT_SECONDS = 30
CONNECT_SECONDS = 3
_BLOCK = 256 * 1024
_LONGEST_ANSWER = 4096


class Unreachable(Exception):
    """The scanner does not answer, or not with a verdict: ask again later."""


def configured() -> bool:
    """Whether a scanner is there to be asked."""
    return bool(settings.CLAMAV_URL)


def infection(content: IO[bytes]) -> str:
    """The name of what was found in it, or "" for a clean content. Raises Unreachable."""
    try:
        with _connection(settings.CLAMAV_URL) as line:
            line.settimeout(TIMEOUT_SECONDS)
            answer = _ask(line, content)
    except OSError as error:
        raise Unreachable(str(error)) from error
    return _verdict(answer)


def _connection(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    if parts.scheme != "tcp" or not parts.hostname:
        raise ImproperlyConfigured("CLAMAV_URL is neither tcp://host:port nor unix:///path.")
    return socket.create_connection((parts.hostname, parts.port or 3310), CONNECT_SECONDS)


def _ask(line: socket.socket, content: IO[bytes]) -> str:
    """zINSTREAM, then blocks with their length in four bytes, then an empty one."""
    line.sendall(b"zINSTREAM\0")
    while block := content.read(_BLOCK):
        line.sendall(len(block).to_bytes(4) + block)
    line.sendall(bytes(4))
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        more = line.recv(_LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer.partition(b"\0")[0].decode(errors="replace").strip()


def _verdict(answer: str) -> str:
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise Unreachable(answer or "no answer")
