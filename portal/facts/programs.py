"""What programs are called: files keep their short names, upper apps know the titles."""

from collections.abc import Callable, Collection, Iterable, Mapping

from portal.facts.models import SupportReceived

Titles = Callable[[Collection[str]], Mapping[str, str]]
_titles: list[Titles] = []


def register_titles(titles: Titles) -> None:
    """Say who knows the titles of programs by short name, in the reader's language."""
    _titles.append(titles)


def with_names(supports: Iterable[SupportReceived]) -> list[tuple[SupportReceived, str]]:
    """Each with the title of its program, or the short name where nobody knows one."""
    rows = list(supports)
    names = {row.program for row in rows}
    known = {name: title for titles in _titles for name, title in titles(names).items()}
    return [(row, known.get(row.program, row.program)) for row in rows]
