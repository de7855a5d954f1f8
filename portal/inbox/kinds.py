"""What messages are about: upper apps name their kinds (from AppConfig.ready()), pages filter by them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.inbox.reminders import MESSAGE_KIND


@dataclass(frozen=True)
class Group:
    """Kinds of messages that a reader sees as one."""

    key: str
    label: str | Promise
    kinds: tuple[str, ...]


_groups: dict[str, Group] = {}


def register_kinds(key: str, label: str | Promise, kinds: Iterable[str]) -> None:
    """Show messages of these kinds under one label; `key` stands in addresses."""
    _groups[key] = Group(key, label, tuple(kinds))


def groups() -> list[Group]:
    """Every group, in the order they were named."""
    return list(_groups.values())


def kinds_of(key: str) -> tuple[str, ...]:
    """The kinds of a group; of an unknown key none."""
    group = _groups.get(key)
    return group.kinds if group else ()


def label_of(kind: str) -> str | Promise:
    """What a message of this kind is about; empty where nobody said."""
    return next((group.label for group in _groups.values() if kind in group.kinds), "")


register_kinds("reminders", _("Reminders"), [MESSAGE_KIND])
