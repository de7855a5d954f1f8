"""A browser as light as can be: HTTP/1.1 on one connection, in asyncio; and what a person does with it."""

import asyncio
import html
import random
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.bench.rush_people import TOKEN, Person

FORM = "application/x-www-form-urlencoded"
PATIENCE = 30.0
RECEIPT = re.compile(r"receipts?/([0-9A-Z]{12})/")
SEEN = re.compile(r'name="seen" id="seen" value="([^"]*)"')
BOUNDARY = "----rush"


class Failed(Exception):
    """No answer, or one that says the portal could not."""


@dataclass
class Sample:
    """One answered request: what, when it was asked (seconds of the run), how long in milliseconds."""

    what: str
    at: float
    ms: float


@dataclass
class Told:
    """What a person was told of their submission."""

    code: str = ""
    refused: bool = False
    first_try: float = 0.0
    answered: float = 0.0
    tries: int = 0


@dataclass
class Record:
    """Everything that happened in a run."""

    begun: float = field(default_factory=time.monotonic)
    samples: list[Sample] = field(default_factory=list)
    failures: int = 0
    waiting_pages: int = 0
    told: dict[str, Told] = field(default_factory=dict)
    closes_after: float = 0.0

    def now(self) -> float:
        return time.monotonic() - self.begun


class Browser:
    """One connection, made again when it is lost."""

    def __init__(self, port: int, person: Person, record: Record) -> None:
        self.port, self.person, self.record = port, person, record
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(
        self, what: str, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body. Raises Failed."""
        begun, at = time.perf_counter(), self.record.now()
        try:
            answer = await asyncio.wait_for(self._exchange(method, path, body, headers or {}), PATIENCE)
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            self.leave()
            self.record.failures += 1
            raise Failed(str(error)) from error
        if answer[0] >= 500:
            if answer[0] == 503 and "retry-after" in answer[1]:
                self.record.waiting_pages += 1
                await asyncio.sleep(float(answer[1]["retry-after"]))
            else:
                self.record.failures += 1
            raise Failed(str(answer[0]))
        self.record.samples.append(Sample(what, at, (time.perf_counter() - begun) * 1000))
        return answer

    async def _exchange(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        try:
            return await self._once(method, path, body, headers)
        except (OSError, EOFError):
            self.leave()
            if method != "GET":  # a kept connection may have been closed: a browser asks again only for pages
                raise
            return await self._once(method, path, body, headers)

    async def _once(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        assert self.reader
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {self.person.cookie}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body)}"] if method == "POST" else []
        self.writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await self.writer.drain()
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        found = {name.lower(): value.strip() for name, _, value in (h.partition(":") for h in head[1:] if h)}
        if "content-length" not in found:
            raise ValueError(f"{method} {path} answers {head}")
        content = await self.reader.readexactly(int(found["content-length"]))
        if found.get("connection", "").lower() == "close":
            self.leave()
        return int(head[0].split()[1]), found, content

    def leave(self) -> None:
        """Close the connection, as a browser does when nothing was asked for a while."""
        if self.writer:
            with suppress(OSError):
                self.writer.close()
        self.reader = self.writer = None

    async def get(self, what: str, path: str) -> bytes:
        """A page, asked for again until it comes."""
        while True:
            try:
                return (await self.ask(what, "GET", path))[2]
            except Failed:
                await asyncio.sleep(1)

    async def post(
        self, what: str, path: str, data: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """A form, sent again until it is answered."""
        body = urlencode({**data, "csrfmiddlewaretoken": TOKEN}).encode()
        while True:
            try:
                return await self.ask(what, "POST", path, body, {"Content-Type": FORM, **(headers or {})})
            except Failed:
                await asyncio.sleep(1)

    async def upload(self, what: str, path: str, field_name: str, name: str, content: bytes) -> None:
        """A file, sent again until it is taken."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n',
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field_name}"; filename="{name}"\r\n',
            "Content-Type: application/pdf\r\n\r\n",
        ]
        body = "".join(parts).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        while True:
            try:
                kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
                await self.ask(what, "POST", path, body, kind)
            except Failed:
                await asyncio.sleep(1)
            else:
                return

    async def submit(self, *, look: bool = True) -> Told:
        """Press the button until the portal says what became of it; `look`: then read where it leads."""
        told, path = (
            Told(first_try=self.record.now()),
            f"/applications/{self.person.application}/actions/submit/",
        )
        self.record.told[self.person.application] = told
        body = urlencode({"declare": "yes", "csrfmiddlewaretoken": TOKEN}).encode()
        while True:
            told.tries += 1
            try:
                _status, headers, content = await self.ask(
                    "submit", "POST", path, body, {"Content-Type": FORM}
                )
            except Failed:
                await asyncio.sleep(1)
                continue
            told.answered = self.record.now()
            place = headers.get("location", "")
            found = RECEIPT.search(place) or RECEIPT.search(content.decode(errors="replace"))
            told.code, told.refused = (found[1], False) if found else ("", True)
            if place and look:
                await self.get("receipt" if found else "refusal", place)
            return told


async def clerk(
    browser: Browser, random_: random.Random, starts: float, submits: float, pdf: bytes, late: bool
) -> None:
    """One person: fills in what is missing, looks it through, hands it in at their time.

    Of those who come late, a third had looked it through in time: the grace of the round saves them.
    """
    record, pk = browser.record, browser.person.application
    await until(record, starts)
    edit = f"/applications/{pk}/edit/need/"
    seen = seen_in(await browser.get("open a part", edit), "{}")
    browser.leave()
    for later, answers in ((0.3, {"q-amount": "8.5"}), (0.5, {"q-amount": "8.5", "q-service": "testing"})):
        await until(record, starts + (submits - starts) * random_.uniform(later - 0.2, later))
        saved = await browser.post("autosave", edit, {**answers, "seen": seen}, {"HX-Request": "true"})
        seen = seen_in(saved[2], seen)
        browser.leave()
    await until(record, starts + (submits - starts) * random_.uniform(0.5, 0.7))
    await browser.upload("upload", edit, "q-contract", "合同.pdf", pdf)
    browser.leave()
    if random_.random() < (0.33 if late else 0.9):  # the others only press the button
        await until(
            record, min(starts + (submits - starts) * random_.uniform(0.8, 0.95), record.closes_after - 1)
        )
        await browser.get("check", f"/applications/{pk}/check/")
        browser.leave()
    await until(record, submits)
    await browser.submit()
    browser.leave()


def seen_in(page: bytes, before: str) -> str:
    """The fingerprints that the page remembers, as its script would send them."""
    found = SEEN.search(page.decode(errors="replace"))
    return html.unescape(found[1]) if found else before


async def until(record: Record, moment: float) -> None:
    """Sleep until a second of the run."""
    await asyncio.sleep(max(0.0, moment - record.now()))
