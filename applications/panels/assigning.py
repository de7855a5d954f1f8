"""Who reviews what, all applications of a panel at once.

A mixed-integer program for HiGHS, as SciPy brings it along: one variable for each pair that may be, a row for
each application (exactly `each` experts), one for each kind it needs, one for each expert (at most `most`).
The rows of applications are nested and so are those of experts, hence the relaxation is whole already and the
branching of the solver has nothing to do. Cost is the distance of fields; equals are told apart by the seed.
5,000 × 1,000 pairs are too many to look at: every application brings a shortlist of the nearest experts, and
of some drawn at random, that grows where it was too short.

OR-tools would solve the same as a flow, faster; it brings pandas, protobuf and absl along, where SciPy needs
NumPy alone.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _

from applications.panels.pairs import Pair
from applications.panels.plans import Available, Plan, Task, Wanted
from portal.api.problems import Refused

SHORTLIST = 16
FAR = 10  # the cost of an expert from another field, against 0 to 1 by lot


def assign(task: Task) -> Plan:
    """The cheapest assignment with the evenest load. Raises Refused with what is missing."""
    from applications.panels.solver import solve  # numerics that no page needs

    refuse_hopeless(task)
    fair = -(-len(task.wanted) * task.each // len(task.available))
    size = SHORTLIST
    while True:
        pairs = candidates(task, size)
        for most in (fair, fair + 1, fair + 2 + fair // 4):
            chosen = solve(task, pairs, most)
            if chosen is not None:
                return plan_of(task, chosen)
        if size >= len(task.available):
            raise Refused(_("Too few experts are without conflicts. Draw more, or ask for fewer reviews."))
        size *= 4


def refuse_hopeless(task: Task) -> None:
    """Say at once what no search can mend."""
    if not task.wanted:
        raise Refused(_("No application waits for this review."))
    if sum(task.least.values()) > task.each:
        raise Refused(_("The composition asks for more experts than each application gets."))
    if len(task.available) < task.each:
        raise Refused(
            _(
                "Each application needs %(each)d experts, and %(n)d have accepted. Wait for more answers, or "
                "invite more."
            )
            % {"n": len(task.available), "each": task.each}
        )
    for kind, count in task.least.items():
        if sum(row.kind == kind for row in task.available) < count:
            raise Refused(_("The panel has too few experts of a kind that the composition asks for."))


def candidates(task: Task, size: int) -> list[Pair]:
    """The shortlist of every application: the nearest, some by lot, and some of each kind it needs."""
    chance = random.Random(seed_of(task.seed))  # noqa: S311 - a lot that can be drawn again, not a secret
    by_field, everybody = by_fields(task), list(range(len(task.available)))
    needed = [[at for at in everybody if task.available[at].kind == kind] for kind in task.least]
    found: list[Pair] = []
    for position, wanted in enumerate(task.wanted):
        lot = chance.random()
        near = sorted({at for field in wanted.fields for at in by_field[field]}, key=partial(mixed, lot))
        order = near[:size] + some(chance, everybody, size // 2)
        for group in needed:
            order += some(chance, group, size // 2)
        found += shortlist(task, position, wanted, order, lot)
    return found


def some(chance: random.Random, group: list[int], count: int) -> list[int]:
    """So many of a group by lot; all of a small one."""
    return group if len(group) <= count else chance.sample(group, count)


def shortlist(task: Task, position: int, wanted: Wanted, order: list[int], lot: float) -> Iterator[Pair]:
    """The pairs of one application, without those that are forbidden."""
    for at in dict.fromkeys(order):
        expert = task.available[at]
        if (wanted.application, expert.expert) not in task.forbidden:
            yield Pair(position, at, distance(wanted, expert) + mixed(lot, at))


def by_fields(task: Task) -> dict[str, list[int]]:
    """The positions of experts by field."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, expert in enumerate(task.available):
        for field in expert.fields:
            found[field].append(at)
    return found


def distance(wanted: Wanted, expert: Available) -> float:
    """0 in the same field; nothing is known of an application without fields, so everybody is near."""
    return 0 if not wanted.fields or wanted.fields & expert.fields else FAR


def mixed(lot: float, at: int) -> float:
    """A number from 0 to 1 that differs for each application and expert."""
    return (lot * 7919 + at * 0.6180339887498949) % 1


def seed_of(seed: str) -> int:
    """The seed as a number."""
    return int(sha256(seed.encode()).hexdigest(), 16)


def plan_of(task: Task, chosen: list[Pair]) -> Plan:
    """The pairs by their ids, with the heaviest load."""
    load: dict[UUID, int] = defaultdict(int)
    pairs = set()
    for pair in chosen:
        expert = task.available[pair.expert].expert
        load[expert] += 1
        pairs.add((task.wanted[pair.application].application, expert))
    return Plan(frozenset(pairs), max(load.values(), default=0))
