"""A document as its pages show it: clauses in order, each with what it holds and what stands on that."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from programs.policies.models import Clause, Measure, PolicyDocument, Rule, Target
from programs.policies.uses import Key, Program, Use, uses_of

Held = tuple[Any, list[Use]]  # a measure, rule or target with its uses
DEEPEST = 2  # further levels are not set in further


@dataclass
class Part:
    """A clause with what it holds; `depth` counts the clauses around it."""

    clause: Clause
    depth: int = 0
    uses: list[Use] = field(default_factory=list)
    measures: list[Held] = field(default_factory=list)
    rules: list[Held] = field(default_factory=list)
    targets: list[Held] = field(default_factory=list)

    @property
    def programs(self) -> list[tuple[Program, Use]]:
        """The programs that stand on the clause or on something in it, each once."""
        held = [*self.measures, *self.targets, *self.rules]
        uses = [*self.uses, *(use for _row, found in held for use in found)]
        return list({use.program.slug: (use.program, use) for use in reversed(uses)}.values())[::-1]

    @property
    def is_empty(self) -> bool:
        """Nothing to unfold."""
        return not (self.uses or self.measures or self.rules or self.targets)


def outline(document: PolicyDocument, at: datetime) -> list[Part]:
    """Every clause in order, parts of a clause behind it; a fixed number of queries."""
    clauses = list(document.clauses.order_by("position", "pk"))
    for clause in clauses:
        clause.document = document
    depths = dict(_nested(clauses))
    found = {part.clause.pk: part for part in parts(clauses, at)}
    ordered = [found[pk] for pk in depths]
    for part in ordered:
        part.depth = min(depths[part.clause.pk], DEEPEST)
    return ordered


def parts(clauses: Iterable[Clause], at: datetime) -> list[Part]:
    """The clauses with everything they hold, in their order."""
    clauses = list(clauses)
    rows = {
        Measure: Measure.objects.prefetch_related("figures"),
        Rule: Rule.objects.all(),
        Target: Target.objects.all(),
    }
    held = {model: list(every.filter(clause__in=clauses).order_by("pk")) for model, every in rows.items()}
    ids: dict[Any, list[int]] = {model: [row.pk for row in found] for model, found in held.items()}
    uses = uses_of({**ids, Clause: [clause.pk for clause in clauses]}, at)
    shelves = {model: _by_clause(found, uses) for model, found in held.items()}
    return [
        Part(
            clause,
            uses=uses.get((Clause, clause.pk), []),
            measures=shelves[Measure][clause.pk],
            rules=shelves[Rule][clause.pk],
            targets=shelves[Target][clause.pk],
        )
        for clause in clauses
    ]


def _by_clause(rows: Iterable[Any], uses: dict[Key, list[Use]]) -> dict[int, list[Held]]:
    shelf = defaultdict(list)
    for row in rows:
        shelf[row.clause_id].append((row, uses.get((type(row), row.pk), [])))
    return shelf


def _nested(clauses: list[Clause]) -> Iterator[tuple[int, int]]:
    """Clause ids with their depth: a clause, then its parts. One without its parent is a root."""
    known = {clause.pk for clause in clauses}
    children = defaultdict(list)
    for clause in clauses:
        children[clause.parent_id if clause.parent_id in known else None].append(clause.pk)
    waiting = [(pk, 0) for pk in reversed(children[None])]
    seen: set[int] = set()
    while waiting:
        pk, depth = waiting.pop()
        seen.add(pk)
        yield pk, depth
        waiting += [(child, depth + 1) for child in reversed(children[pk])]
    yield from ((pk, 0) for pk in sorted(known - seen))  # a circle of parents hides nobody
