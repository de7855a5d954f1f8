"""Encrypted parts of answers with several blocks: which kept number a mask that comes back means.

A mask names a number only together with its row: rows move, and two people may have the same mask. So a
mask is the number of the row that is otherwise the same, else of the row in the same place; else it is no
number and has to be typed again.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.privacy import numbers
from programs.forms.kinds.simple import part_kind
from programs.forms.screens import Question

Lines = Mapping[Any, Any]  # blocks by their place: 0, 1, 2 … or the row of a budget


def private_parts(parts: Iterable[Question]) -> list[Question]:
    """The parts that are kept encrypted."""
    return [part for part in parts if part_kind(part).private]


def recognized(parts: Iterable[Question], saved: Lines, typed: Lines) -> dict[Any, Any]:
    """The typed blocks, with the kept number wherever a block says the same."""
    private = private_parts(parts)
    hidden = {part.key for part in private}
    return {
        place: _recognized(private, hidden, saved, place, line) if isinstance(line, dict) else line
        for place, line in typed.items()
    }


def sealed(parts: Iterable[Question], saved: Lines, typed: Lines) -> dict[Any, Any]:
    """The typed blocks as they are stored: what is not yet kept for this answer is encrypted, whatever it
    looks like."""
    private = private_parts(parts)
    kept = {line.get(part.key) for line in saved.values() if isinstance(line, dict) for part in private}
    return {
        place: line | {p.key: _shut(p, line[p.key], kept) for p in private if line.get(p.key)}
        if isinstance(line, dict)
        else line
        for place, line in recognized(private, saved, typed).items()
    }


def masked(parts: Iterable[Question], line: Any) -> Any:
    """A block as it leaves the portal."""
    private = private_parts(parts)
    if not isinstance(line, dict) or not private:
        return line
    return line | {p.key: part_kind(p).public(p, line[p.key]) for p in private if line.get(p.key)}


def _shut(part: Question, value: Any, kept: set[Any]) -> Any:
    known = isinstance(value, str) and value in kept and numbers.is_kept(value)
    return value if known else part_kind(part).keep(part, None, value)


def _recognized(
    private: list[Question], hidden: set[str], saved: Lines, place: Any, line: dict[str, Any]
) -> dict[str, Any]:
    found = dict(line)
    for part in private:
        if value := line.get(part.key):
            found[part.key] = _meant(part.key, hidden, saved, place, line, value)
    return found


def _meant(key: str, hidden: set[str], saved: Lines, place: Any, line: dict[str, Any], value: Any) -> Any:
    """The kept number that a typed value means; the value itself where it means none for certain."""
    kept = {
        where: row[key]
        for where, row in saved.items()
        if isinstance(row, dict) and numbers.is_kept(row.get(key))
    }
    if value in kept.values():
        return value
    alike = {where: number for where, number in kept.items() if _said_again(number, value)}
    if len(set(alike.values())) > 1:
        same = {where for where in alike if _rest(saved[where], hidden) == _rest(line, hidden)}
        alike = {where: number for where, number in alike.items() if where in (same or {place})}
    return next(iter(alike.values())) if len(set(alike.values())) == 1 else value


def _said_again(kept: Any, value: Any) -> bool:
    """Quickly for masks; a number in full is compared under encryption."""
    return numbers.public(kept) == value or ("*" not in str(value) and numbers.same(kept, value))


def _rest(line: Mapping[str, Any], hidden: set[str]) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key not in hidden}
