"""Everything that somebody reaches by following links, as text."""

import re
from collections import deque

from portal.accounts.capacities import Capacity
from tests.applications.intake.asking import signed_in
from tests.applications.panels.test_leaks import text_of

LINK = re.compile(r'href="(/[^"#?]*)')
LEFT_OUT = ("/static/", "/account/logout", "/admin/", "/api/docs")
MOST = 400  # addresses; a small world has fewer


def crawl(by: Capacity, *addresses: str) -> dict[str, str]:
    """What every page, file and answer says that links lead to from these, each address once."""
    browser, told, waiting = signed_in(by), dict[str, str](), deque(addresses)
    while waiting:
        assert len(told) < MOST, "there is no end to it"
        address = waiting.popleft()
        if address in told or address.startswith(LEFT_OUT):
            continue
        answer = browser.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        text = text_of(body) if body.startswith(b"%PDF") else body.decode(errors="replace")
        told[address] = f"{text}\n{answer.headers}"
        if answer.status_code in (301, 302):
            waiting.append(answer.headers["Location"].split("?")[0])
        elif "text/html" in answer.headers.get("Content-Type", ""):
            waiting.extend(LINK.findall(text))
    return told
