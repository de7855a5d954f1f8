"""Navigation: upper apps register their entries from AppConfig.ready(); ui only arranges and shows them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.ui.counting import Asked, numbers_of

Count = Callable[[HttpRequest], Asked]

# The shell a capacity works in; nobody's capacity is the visitor.
SHELLS = {
    None: "public",
    "self": "firm",
    "organization": "firm",
    "department": "official",
    "expert": "expert",
    "auditor": "auditor",
    "admin": "admin",
}
SIDE_SHELLS = {"official", "auditor", "admin"}
GROUPS = {"work": _("Casework"), "manage": _("Manage")}


@dataclass(frozen=True)
class NavItem:
    """One entry. `count`: what waits for the reader, never a total: rows, counted together with those of the
    other entries, or a number; `group`: work or manage; `when`: for which readers of the shell it is."""

    key: str
    label: str | Promise
    url_name: str
    icon: str = ""
    order: int = 100
    count: Count | None = None
    group: str = "work"
    when: Callable[[HttpRequest], bool] | None = None


@dataclass(frozen=True)
class Link:
    """An entry ready to be shown."""

    key: str
    label: str | Promise
    url: str
    icon: str
    group: str
    count: int | None
    current: bool


_items: dict[str, list[NavItem]] = defaultdict(list)


def register(shell: str, item: NavItem) -> None:
    """Add an entry to public, firm, official, expert, auditor, admin, or tools (right end, signed in)."""
    _items[shell].append(item)


def resolved(shell: str) -> list[tuple[NavItem, str]]:
    """The shell's entries in order with their addresses; those whose page does not exist are left out."""
    found = []
    for item in sorted(_items[shell], key=lambda item: item.order):
        try:
            found.append((item, reverse(item.url_name)))
        except NoReverseMatch:
            continue
    return found


def current_url(path: str, urls: list[str]) -> str:
    """Which address the path lies under: the longest that is its prefix; the root only for itself."""
    matching = [url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    return max(matching, key=len, default="")


def links(shell: str, request: HttpRequest) -> list[Link]:
    """The shell's entries for this request, with counts and the current one marked."""
    entries = [(item, url) for item, url in resolved(shell) if item.when is None or item.when(request)]
    current = current_url(request.path, [url for _item, url in entries])
    numbers = numbers_of([item.count(request) if item.count else None for item, _url in entries])
    return [
        Link(item.key, item.label, url, item.icon, item.group, number, url == current)
        for (item, url), number in zip(entries, numbers, strict=True)
    ]


def grouped(entries: list[Link]) -> list[tuple[str | Promise, list[Link]]]:
    """The entries of a side navigation under their headings."""
    groups = [(title, [link for link in entries if link.group == key]) for key, title in GROUPS.items()]
    return [(title, found) for title, found in groups if found]
