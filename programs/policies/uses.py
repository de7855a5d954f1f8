"""What stands on a clause, a measure, a rule or a target: upper apps tell, the pages of documents show it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import Model, Q, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Ids = Mapping[type[Model], Iterable[int]]
Key = tuple[type[Model], int]


class Openness(TextChoices):
    """Whether one can apply. LIVE is open or coming; else a program exists but is not open."""

    OPEN = "open", pgettext_lazy("phase", "Open")
    UPCOMING = "upcoming", pgettext_lazy("phase", "Opening soon")
    NOT_OPEN = "not_open", _("Not open")


LIVE = (Openness.OPEN, Openness.UPCOMING)


class Program(Protocol):
    """What policies knows of a program."""

    slug: str
    title: str
    title_en: str


class Round(Protocol):
    """What policies knows of a round."""

    name: str
    name_en: str


@dataclass(frozen=True)
class Use:
    """A published program that stands on a row; for a rule, with the round whose condition holds it."""

    model: type[Model]
    row_id: int
    program: Program
    url: str
    openness: Openness
    round: Round | None = None

    @property
    def is_live(self) -> bool:
        """A round is open or coming."""
        return self.openness in LIVE


@dataclass(frozen=True)
class Loose:
    """A published program that names no clause."""

    program: Program
    url: str


class Source(Protocol):
    """An upper app that has programs; each answer takes a fixed number of queries."""

    def uses(self, ids: Ids, at: datetime) -> Iterable[Use]:
        """Uses of the rows, in the order in which pages show them."""

    def in_use(self, model: type[Model], at: datetime, *, live: bool) -> Q:
        """The condition for rows on which a published program stands; `live`: with a round open or coming."""

    def loose(self) -> Iterable[Loose]:
        """Published programs without a clause."""


_sources: list[Source] = []


def register_uses(source: Source) -> None:
    """Add a source of programs (from AppConfig.ready)."""
    _sources.append(source)


def uses_of(ids: Ids, at: datetime) -> dict[Key, list[Use]]:
    """Uses by row; rows without any are missing."""
    known, found = {model: list(rows) for model, rows in ids.items()}, defaultdict(list)
    for source in _sources:
        for use in source.uses(known, at):
            found[use.model, use.row_id].append(use)
    return dict(found)


def in_use(model: type[Model], at: datetime, *, live: bool = False) -> Q:
    """The condition for rows on which a published program stands, at present if `live`."""
    condition = Q(pk__in=[])
    for source in _sources:
        condition |= source.in_use(model, at, live=live)
    return condition


def loose_programs() -> list[Loose]:
    """Published programs that name no clause."""
    return [program for source in _sources for program in source.loose()]
