"""5,000 applications × 1,000 experts × 3: `uv run python -m tests.bench.assignment`.

Prints how long conflicts, assignment and check take, beside the least that any assignment costs: drawing the
same number of pairs without looking at anything. Fails above a minute, or when the checker complains.
"""

import os
import random
import sys
import time
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import django

APPLICATIONS, EXPERTS, EACH, LIMIT = 5_000, 1_000, 3, 60
FIELDS = [f"{code:02}" for code in range(13, 44)]
KINDS = ["technical"] * 7 + ["financial"] * 2 + ["management"]


@dataclass
class Clock:
    """Prints what each step took."""

    total: float = 0

    def step(self, words: str, begun: float) -> None:
        took = time.perf_counter() - begun
        self.total += took
        print(f"{words:<34}{took:8.2f} s")


def main() -> int:
    """0 when all was well in time."""
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from applications.panels.assigning import assign
    from applications.panels.checking import verify
    from applications.panels.conflicts import conflicts
    from applications.panels.plans import Available, Task, Wanted
    from tests.bench.assignment_world import parties

    chance, clock = random.Random(20261122), Clock()
    applicants, reviewers = parties(chance, APPLICATIONS, EXPERTS)
    begun = time.perf_counter()
    found = conflicts(applicants, reviewers, date(2026, 11, 22))
    clock.step(f"conflicts ({len(found)} found)", begun)
    task = Task(
        tuple(Wanted(row.application, frozenset({chance.choice(FIELDS)})) for row in applicants),
        tuple(
            Available(row.expert, chance.choice(KINDS), frozenset(chance.sample(FIELDS, 3)))
            for row in reviewers
        ),
        EACH,
        {"technical": 1},
        frozenset((one.application, one.expert) for one in found),
        "bench",
    )
    begun = time.perf_counter()
    plan = assign(task)
    clock.step(f"assignment (at most {plan.most} each)", begun)
    begun = time.perf_counter()
    wrong = verify(task, plan)
    clock.step("independent check", begun)
    fields = {row.application: row.fields for row in task.wanted}
    known = {row.expert: row.fields for row in task.available}
    near = sum(bool(fields[application] & known[expert]) for application, expert in plan.pairs)
    begun = time.perf_counter()
    drawn: list[UUID] = [chance.choice(reviewers).expert for _pair in range(APPLICATIONS * EACH)]
    clock.step(f"{len(drawn)} pairs by lot, for comparison", begun)
    print(f"{len(plan.pairs)} pairs, {near / len(plan.pairs):.1%} in the field; {wrong or 'checker clean'}")
    return 0 if not wrong and clock.total < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
