"""The door to a real register of organizations: a city's enterprise register, or what stands before it.

`Register` is what another adapter implements; `HttpRegister` asks a configured address:

    GET <REGISTER_URL>/<credit code>      Authorization: Bearer <REGISTER_TOKEN>
    200  {"name": "…", "kind": "firm", "registered_region": "310114", "tax_region": "310114",
          "founded_on": "2019-05-06", "industry": "39", "legal_representative": "…", "address": "…",
          "legal_form": "limited", "registered_capital": "5000000.00", "actual_controller": "…",
          "shareholders": [{"name": "…", "code": "…", "share": "51.00",
                            "holds_from": "2019-05-06", "holds_to": null}],
          "credit": [{"kind": "abnormal", "note": "…", "holds_from": "2024-07-01", "holds_to": null}]}
    404  the register does not know the code

Every member may be missing, of a line `code`, `note` and `holds_to`; regions are codes of GB/T 2260,
industries of GB/T 4754, amounts yuan, shares percent. A line that has ended has `holds_to`; the words for the
kinds of credit records are those of `portal.facts.models.CreditRecord.Kind`.
"""

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.facts.definitions import SCALARS, Section
from portal.facts.listing import ABOUT
from portal.facts.models import Origin
from portal.facts.models.lists import Listed
from portal.facts.parts import PARTS, Part
from portal.facts.values import clean

SECONDS = 5.0  # for the whole answer
MOST_BYTES = 1_000_000
KEYS = tuple(key for key, fact in SCALARS.items() if fact.section == Section.REGISTRATION)

LISTS = ("shareholders", "credit")  # names of portal.facts.parts


@dataclass(frozen=True)
class Entry:
    """What a register says of an organization: facts by key, as Python has them, and lines without the
    organization, unsaved and checked."""

    facts: Mapping[str, Any]
    lines: tuple[Listed, ...] = ()


class Register(Protocol):
    """What knows organizations by their credit codes."""

    def look_up(self, code: str) -> Entry | None:
        """What the register says of a code; None when it does not know it. Refused with a sentence when it
        cannot be asked or answers what cannot be."""


class HttpRegister:
    """Asks over HTTP; see above for the answers."""

    def __init__(self, url: str, token: str, seconds: float = SECONDS) -> None:
        self._url, self._token, self._seconds = urlsplit(url.rstrip("/")), token, seconds

    def look_up(self, code: str) -> Entry | None:
        """One request, no redirect followed, an end to it however slowly the other side drips."""
        status, content = self._answer(f"{self._url.path}/{quote(code)}")
        if status == 404:
            return None
        if status != 200:
            raise Refused(_("The register does not answer at the moment. Try again later."))
        try:
            found = json.loads(content)
        except ValueError as error:
            raise Refused(_("The register answered something that cannot be read.")) from error
        return _entry(found)

    def _answer(self, path: str) -> tuple[int, bytes]:
        connection = self._connection()
        try:
            with closing(connection):
                connection.connect()
                return self._exchange(connection, path)
        except (OSError, http.client.HTTPException) as error:
            raise Refused(_("The register does not answer at the moment. Try again later.")) from error

    def _exchange(self, connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
        headers = {"Accept": "application/json", "Authorization": f"Bearer {self._token}"}
        with _at_most(connection.sock, self._seconds) as cut:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            content = response.read(MOST_BYTES)
        if cut.is_set():
            raise TimeoutError
        return response.status, content

    def _connection(self) -> http.client.HTTPConnection:
        host = self._url.hostname or ""
        if self._url.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, self._url.port, timeout=self._seconds, context=context)
        return http.client.HTTPConnection(host, self._url.port, timeout=self._seconds)


@contextmanager
def _at_most(line: socket.socket, seconds: float) -> Iterator[threading.Event]:
    """Cut the line after `seconds`; the event says that it was cut. The connection itself forgets its line
    once an answer has begun."""
    cut = threading.Event()

    def end() -> None:
        cut.set()
        with suppress(OSError):
            socket.socket.shutdown(line, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield cut
    finally:
        timer.cancel()


def _entry(found: Any) -> Entry:
    """The facts of an answer, each checked; Refused where one cannot be."""
    if not isinstance(found, dict):
        raise Refused(_("The register answered something that cannot be read."))
    try:
        facts = {key: clean(key, found[key]) for key in KEYS if found.get(key) not in (None, "")}
        lines = [_line(PARTS[name], said) for name in LISTS for said in found.get(name) or ()]
    except (ValidationError, TypeError, AttributeError) as error:
        raise Refused(_("The register answered something that cannot be read.")) from error
    return Entry(facts, tuple(lines))


def _line(part: Part, said: Any) -> Listed:
    """A line of a list; ValidationError where it cannot be."""
    values = {name: str(said[name]) for name in part.fields if said.get(name) not in (None, "")}
    row = part.model(origin=Origin.REGISTER, **values)
    row.clean_fields(exclude=ABOUT)
    if row.holds_to is not None and row.holds_to < row.holds_from:
        raise ValidationError({"holds_to": part.name})
    return row


def register() -> Register | None:
    """The configured one; None where no address is."""
    return HttpRegister(settings.REGISTER_URL, settings.REGISTER_TOKEN) if settings.REGISTER_URL else None
