"""What a token may do, as data: areas of the API and verbs. Upper apps register their areas."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.ui.texts import labelled

READ, WRITE = "read", "write"
OPEN = "/api/v1/me/"  # every token may ask who it is
VERBS: dict[str, Promise] = {READ: pgettext_lazy("token", "read"), WRITE: _("read and change")}
# What officials do with other people's matters, and whole lists at once, are granted by themselves.
REVIEW, EXPORTS = "review:write", "exports:read"
SPECIAL: dict[str, Promise] = {
    REVIEW: _("As an official: check, return, accept, decide, verify"),
    EXPORTS: _("Download whole lists of what it may read"),
}


@dataclass(frozen=True)
class Area:
    """A part of the API: the first segments of its paths, whether it is reviewed by officials, and whether
    it belongs to the person, whatever they act as."""

    key: str
    label: str | Promise
    paths: tuple[str, ...]
    verbs: tuple[str, ...] = (READ, WRITE)
    reviewed: bool = False
    personal: bool = False


_areas: dict[str, Area] = {}


def register_area(area: Area) -> None:
    """Add an area (called from an AppConfig.ready)."""
    _areas[area.key] = area


def areas() -> list[Area]:
    """All of them by key."""
    return sorted(_areas.values(), key=lambda area: area.key)


def area_of(path: str) -> Area | None:
    """The area of a path below /api/v1/; None for what no area claims: only everything opens it."""
    segment = path.removeprefix("/api/v1/").partition("/")[0]
    return next((area for area in _areas.values() if segment in area.paths), None)


def choices() -> Iterator[tuple[str, str]]:
    """Every scope a token can name, with its words."""
    for area in areas():
        for verb in area.verbs:
            yield f"{area.key}:{verb}", labelled(area.label, VERBS[verb])
    for key, label in SPECIAL.items():
        yield key, str(label)


def needed(path: str, verb: str, as_official: bool) -> set[str]:
    """The scopes of a request: all of them have to be there. Everything needs none of the names."""
    if path == OPEN:
        return set()
    area = area_of(path)
    if area is None:
        return {verb}
    found = {f"{area.key}:{verb}"}
    if verb == WRITE and area.reviewed and as_official:
        found = {REVIEW}
    return found | ({EXPORTS} if path.endswith("/export/") else set())


def missing(granted: set[str], wanted: set[str]) -> list[str]:
    """What of the wanted is not granted; changing something includes reading it."""
    if WRITE in granted:
        return []
    return sorted(scope for scope in wanted if not _covers(granted, scope))


def _covers(granted: set[str], scope: str) -> bool:
    area, _colon, verb = scope.partition(":")
    if scope == READ or verb == READ:
        return READ in granted or scope in granted or f"{area}:{WRITE}" in granted
    return scope in granted
