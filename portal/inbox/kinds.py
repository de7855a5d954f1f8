"""What messages are about. Each app registers the kinds it sends (from AppConfig.ready()).

A new kind, such as a report that falls due, takes three steps in the app that owns it: `register_kinds`
names it, `texts.register` gives its words, and, where the clock sends it, `reminders.register_source` says
what is due. Pages, preferences, the admin and the API then know it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from portal.inbox.offsets import Offset

Label = str | Promise


class Audience(StrEnum):
    """Whom kinds concern."""

    EVERYBODY = "everybody"
    APPLICANTS = "applicants"
    OFFICIALS = "officials"
    EXPERTS = "experts"
    ADMINS = "admins"


class Digest(StrEnum):
    """When mails of a group leave: each at once, or together once a day or week."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class Kind:
    """One kind of message. `offsets`: when the clock sends it, before a deadline, or after it where `after`.

    `per_round`: a round may have offsets of its own.
    """

    key: str
    label: Label = ""
    offsets: tuple[Offset, ...] = ()
    after: bool = False
    per_round: bool = False


@dataclass(frozen=True)
class Group:
    """Kinds that a reader sees, and turns on and off, as one.

    why: why one gets them, a sentence. legal: letters that the law or the safety of the account needs, sent
    in-app and by e-mail at once, whatever one chose. The rest is what holds until a person chooses.
    """

    key: str
    label: Label
    kinds: tuple[Kind, ...]
    why: Label = ""
    audience: Audience = Audience.EVERYBODY
    legal: bool = True
    email: bool = True
    sms: bool = False
    digest: Digest = Digest.NOW


_groups: dict[str, Group] = {}
_kinds: dict[str, tuple[Kind, Group]] = {}


def register_kinds(key: str, label: Label, kinds: Iterable[Kind | str], **choices: Any) -> None:
    """Name a group and its kinds; `choices` are the other fields of Group, `key` stands in addresses."""
    rows = tuple(kind if isinstance(kind, Kind) else Kind(kind, label) for kind in kinds)
    _groups[key] = Group(key, label, rows, **choices)
    _kinds.update({kind.key: (kind, _groups[key]) for kind in rows})


def groups() -> list[Group]:
    """Every group, in the order they were named."""
    return list(_groups.values())


def group(key: str) -> Group | None:
    """The group of a key."""
    return _groups.get(key)


def group_of(kind: str) -> Group | None:
    """The group a kind belongs to; None where nobody named the kind."""
    found = _kinds.get(kind)
    return found[1] if found else None


def is_legal(kind: str) -> bool:
    """Whether nobody can turn it off: legal groups, and kinds that nobody named."""
    found = group_of(kind)
    return found is None or found.legal


def kind(key: str) -> Kind:
    """A registered kind; KeyError when nobody named it."""
    return _kinds[key][0]


def per_round() -> list[Kind]:
    """The kinds of which a round may have offsets of its own."""
    return [kind for group in _groups.values() for kind in group.kinds if kind.per_round]


def kinds_of(key: str) -> tuple[str, ...]:
    """The kinds of a group; of an unknown key none."""
    found = _groups.get(key)
    return tuple(kind.key for kind in found.kinds) if found else ()


def label_of(kind: str) -> Label:
    """What a message of this kind is about; empty where nobody said."""
    found = group_of(kind)
    return found.label if found else ""
