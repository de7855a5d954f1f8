"""Who stands on the two sides of a review, as plain rows: what rules on conflicts of interest compare.

Names and codes are kept as `key` makes them, so that spaces, width and case never hide a match.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

_NOISE = re.compile(r"[\s·•.,，。、()（）\[\]【】《》“”\"'‘’\-_/]+")


def key(text: str) -> str:
    """A name or a code in the one form in which it is compared; "" stays ""."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def keys(*texts: str) -> frozenset[str]:
    """The keys of several names, without the empty ones."""
    return frozenset(found for text in texts if (found := key(text)))


@dataclass(frozen=True)
class Stated:
    """A tie as an expert stated it; `kind` is a word of `Tie.Kind`."""

    kind: str
    people: frozenset[str]
    organizations: frozenset[str]
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Reviewer:
    """An expert. `employers`: name and code of the employer; `owners`: codes and names of who holds shares of
    it; `organizations`: codes of the organizations whose member the person is in the portal."""

    expert: UUID
    user: int | None
    name: str
    employers: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    controllers: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()
    ties: tuple[Stated, ...] = ()


@dataclass(frozen=True)
class Applicant:
    """An application. `organizations`: name and code of the applicant and of its partners in the form;
    `authors`: accounts that worked on it; `team`: names of the people in its answers; `leaders`: legal
    representative and people among the shareholders; `owners`: names and codes of the shareholders;
    `avoided`: name and employer ("" for any) of the experts the applicant named."""

    application: UUID
    organizations: frozenset[str] = frozenset()
    authors: frozenset[int] = frozenset()
    team: frozenset[str] = frozenset()
    leaders: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    controllers: frozenset[str] = frozenset()
    avoided: frozenset[tuple[str, str]] = frozenset()

    @property
    def people(self) -> frozenset[str]:
        return self.team | self.leaders
