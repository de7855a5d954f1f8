"""Which facts are still needed, and for what. Upper apps know what needs facts and register it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.facts.reading import File

Missing = tuple[str, int | None]  # a fact or list (rights, qualifications, credit), and its year


@dataclass(frozen=True)
class Need:
    """Something, such as a program, that cannot be judged for lack of these facts."""

    label: str
    url: str
    missing: tuple[Missing, ...]


Source = Callable[[File], Iterable[Need]]
_sources: list[Source] = []


def register_needs(source: Source) -> None:
    """Add one (called from an AppConfig.ready): what of a file is missing, in the reader's language."""
    _sources.append(source)


def needs_of(file: File) -> list[Need]:
    """Everything that lacks facts."""
    return [need for source in _sources for need in source(file) if need.missing]


def by_fact(needs: Iterable[Need]) -> dict[Missing, list[Need]]:
    """The other way round: for each missing fact what needs it."""
    found: dict[Missing, list[Need]] = defaultdict(list)
    for need in needs:
        for key in need.missing:
            found[key].append(need)
    return dict(found)
