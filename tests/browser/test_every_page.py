"""Every page of the portal in a browser: accessible in light and dark, wide and narrow, in our languages.

LOOK=<folder> keeps a picture of every page at both widths. Where CI=true every page is looked at in every
way; elsewhere every tenth page in one of them, in turn, by the first who may open it.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from portal.accounts.capacities import Capacity
from tests.applications.intake.asking import signed_in
from tests.browser import DESK, PHONE
from tests.browser.axe import violations
from tests.browser.looks import overflowing
from tests.browser.pages import ADMIN, BY_ROLE, DRILL, NO_PAGE, Stop, generic, names, visited
from tests.browser.world import World, world

OpenPage = Callable[..., Page]
NARROWEST = {"width": 320, "height": 812}
IN_TURN = os.environ.get("CI") != "true" and not os.environ.get("LOOK")
SAMPLE = {
    "home",
    "program",
    "application",
    "review_application",
    "application_section",
    "letter",
    "dashboard",
}


class Reader:
    """Somebody with a browser of their own, who notes what is wrong with each page."""

    def __init__(self, page: Page, live: LiveServer, role: str, made: World) -> None:
        self.page, self.live, self.made = page, live, made
        self.complaints: list[str] = []
        self.role, self.seen = role, 0
        if capacity := made.people.get(role):
            self.keep(settings.SESSION_COOKIE_NAME, signed_in(capacity).cookies["sessionid"].value)

    def keep(self, name: str, value: str) -> None:
        self.page.context.add_cookies([{"name": name, "value": value, "url": self.live.url}])

    def visit(self, stop: Stop, again: bool = False) -> None:
        for number, arguments in enumerate(stop.arguments(self.made)):
            url = reverse(stop.name, args=arguments) + stop.query
            self.seen += 1
            self.look(url, f"{self.role}-{self.seen:02}-{stop.name.replace(':', '-')}", again or number > 0)
            if stop.name in SAMPLE and number == 0 and not IN_TURN:
                self.read(url, "zh-hant")
                self.note(url, "zh-hant", violations(self.page))

    def look(self, url: str, picture: str, again: bool) -> None:
        """Wide and light, narrow and dark, the narrowest in English.

        A page that was looked at is looked at in one way with another row or for another reader: it has the
        same parts.
        """
        ways: list[Callable[[str, str], None]] = [self.narrow]
        if not again:
            ways += [self.wide, self.narrowest]
        for way in [ways[self.seen % len(ways)]] if IN_TURN else ways:
            way(url, picture)

    def wide(self, url: str, picture: str) -> None:
        self.page.set_viewport_size(DESK)
        self.page.emulate_media(color_scheme="light")
        self.read(url, "zh-hans")
        self.photograph(f"{picture}-1280")
        self.note(url, "wide and light", violations(self.page))

    def narrow(self, url: str, picture: str) -> None:
        self.page.set_viewport_size(PHONE)
        self.page.emulate_media(color_scheme="dark")
        self.read(url, "zh-hans")
        self.photograph(f"{picture}-375")
        self.note(url, "narrow and dark", violations(self.page))
        self.note(url, "sideways", overflowing(self.page))
        self.page.set_viewport_size(NARROWEST)
        self.note(url, "sideways", overflowing(self.page))

    def narrowest(self, url: str, picture: str) -> None:
        self.page.set_viewport_size(NARROWEST)
        self.read(url, "en")
        self.note(url, "sideways in English", overflowing(self.page))

    def read(self, url: str, language: str) -> None:
        self.keep(settings.LANGUAGE_COOKIE_NAME, language)
        answer = self.page.goto(url)
        if answer is None or answer.status != 200 or answer.request.redirected_from:
            self.note(url, language, [f"{answer and answer.status} {self.page.url}"])

    def note(self, url: str, how: str, found: list[str]) -> None:
        self.complaints += [f"{self.role} {url} {how}: {complaint}" for complaint in found]

    def photograph(self, name: str) -> None:
        if folder := os.environ.get("LOOK"):
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture
def made(transactional_db: None, settings: Any) -> World:
    settings.DEMO = True
    return world()


@pytest.fixture
def reader(open_page: OpenPage, live: LiveServer, made: World) -> Callable[[str], Reader]:
    def reading(role: str) -> Reader:
        return Reader(open_page(reduced_motion="reduce"), live, role, made)

    return reading


def test_every_page(reader: Callable[[str], Reader]) -> None:
    complaints, seen = [], set[str]()
    for role, stops in BY_ROLE.items():
        somebody = reader(role)
        for stop in stops:
            if not IN_TURN or (stop.name not in seen and len(seen) % 10 == 0):
                somebody.visit(stop, again=stop.name in seen)
            seen.add(stop.name)
        complaints += somebody.complaints
    assert not complaints, "\n".join(complaints)


@pytest.mark.exhaustive
def test_every_page_of_the_admin(reader: Callable[[str], Reader], made: World, rf: RequestFactory) -> None:
    somebody = reader("admin")
    for stop in ADMIN:
        somebody.visit(stop)
    complaints = somebody.complaints + list(drill(made.people["admin"], rf))
    assert not complaints, "\n".join(complaints)


def drill(capacity: Capacity, rf: RequestFactory) -> Iterator[str]:
    """Opens every list of the admin and, of one row each, every page; says which do not open."""
    client: Client = signed_in(capacity)
    request = rf.get("/")
    request.user = capacity.user
    for model, site in admin.site._registry.items():
        row = site.get_queryset(request).first()
        for page in DRILL:
            arguments = [] if page in ("changelist", "add") else [row.pk if row else None]
            if arguments == [None]:
                continue
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
            status = client.get(reverse(name, args=arguments)).status_code
            if status != 200 and (status, page) not in ((403, "add"), (403, "delete")):
                yield f"{name}: {status}"


def test_no_page_is_forgotten() -> None:
    known = visited() | generic() | set(NO_PAGE)
    assert sorted(set(names()) - known) == []
    assert sorted(known - set(names())) == []
    assert sorted(visited() & set(NO_PAGE)) == []
