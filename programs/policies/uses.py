"""What rests on a clause: upper apps tell, the pages of documents show it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Use:
    """Something the public may see that rests on a clause."""

    clause_id: int
    title: str
    url: str
    lang: str = ""


Source = Callable[[Iterable[int]], Iterable[Use]]
_sources: list[Source] = []


def register_uses(source: Source) -> None:
    """Add a source of uses (from AppConfig.ready): clause ids in, uses out, in a fixed number of queries."""
    _sources.append(source)


def uses_of(clause_ids: Iterable[int]) -> dict[int, list[Use]]:
    """Uses by clause id."""
    ids, found = list(clause_ids), defaultdict(list)
    for source in _sources:
        for use in source(ids):
            found[use.clause_id].append(use)
    return dict(found)
