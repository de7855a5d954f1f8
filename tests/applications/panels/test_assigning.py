"""The assignment and its independent checker. No database."""

import inspect
import random
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from applications.panels import assigning, checking
from applications.panels.assigning import assign
from applications.panels.checking import verify
from applications.panels.plans import Available, Plan, Task, Wanted, least_of
from portal.api.problems import Refused

HITECH = {"kinds": {"financial": 1}, "shares": {"technical": 60}}


def task(applications: int = 30, experts: int = 20, **changes: Any) -> Task:
    """Three fields; every fourth expert is financial."""
    chance = random.Random(1)
    usual = Task(
        tuple(Wanted(UUID(int=n + 1), frozenset({chance.choice("ABC")})) for n in range(applications)),
        tuple(
            Available(
                UUID(int=1000 + n), "technical" if n % 4 else "financial", frozenset({chance.choice("ABC")})
            )
            for n in range(experts)
        ),
        5,
        least_of(HITECH, 5),
        seed="7",
    )
    return replace(usual, **changes)


def test_every_application_gets_its_experts_evenly_and_of_each_kind() -> None:
    asked = task()
    plan = assign(asked)
    assert len(plan.pairs) == 150
    assert verify(asked, plan) == []
    assert plan.most <= 9


def test_nobody_is_assigned_against_a_conflict() -> None:
    """Regression: an application came to its own author."""
    asked = task()
    forbidden = frozenset(
        (row.application, asked.available[n].expert) for n, row in enumerate(asked.wanted[:9])
    )
    plan = assign(replace(asked, forbidden=forbidden))
    assert not plan.pairs & forbidden
    assert verify(replace(asked, forbidden=forbidden), plan) == []


def test_the_same_seed_gives_the_same_plan_and_another_another() -> None:
    assert assign(task()) == assign(task())
    assert assign(task()) != assign(task(seed="8"))


def test_experts_of_the_field_come_first() -> None:
    asked = task(experts=60, each=2, least={})
    fields = {row.expert: row.fields for row in asked.available}
    about = {row.application: row.fields for row in asked.wanted}
    near = [bool(about[application] & fields[expert]) for application, expert in assign(asked).pairs]
    assert sum(near) >= 0.75 * len(near)


@pytest.mark.parametrize(
    "changes",
    [
        {"wanted": ()},
        {"each": 21},
        {"least": {"technical": 4, "financial": 2}},
        {"least": {"legal": 1}},
        {"forbidden": frozenset((UUID(int=1), UUID(int=1000 + n)) for n in range(17))},
    ],
)
def test_what_cannot_be_is_refused_in_words(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        assign(task(**changes))


def test_shares_round_up() -> None:
    """国科火字〔2016〕195号: of five experts three are technical and one is financial."""
    assert least_of(HITECH, 5) == {"financial": 1, "technical": 3}
    assert least_of(HITECH, 6) == {"financial": 1, "technical": 4}


def test_the_checker_finds_every_fault() -> None:
    """Each fault is put into a clean plan by hand."""
    asked = task()
    plan = assign(asked)
    assert verify(asked, plan) == []
    first = min(plan.pairs)
    others = {row.expert for row in asked.available} - {e for a, e in plan.pairs if a == first[0]}
    kinds = {row.expert: row.kind for row in asked.available}
    dropped = replace(plan, pairs=plan.pairs - {first})
    stranger = replace(plan, pairs=plan.pairs - {first} | {(first[0], UUID(int=9))})
    assert len(verify(asked, dropped)) >= 1
    assert len(verify(asked, stranger)) == 1
    assert verify(replace(asked, forbidden=frozenset({first})), plan) != []
    assert verify(asked, replace(plan, most=plan.most + 1)) != []
    money = next(pair for pair in plan.pairs if pair[0] == first[0] and kinds[pair[1]] == "financial")
    engineer = next(expert for expert in sorted(others) if kinds[expert] == "technical")
    swapped = plan.pairs - {money} | {(first[0], engineer)}
    assert verify(asked, replace(plan, pairs=swapped)) != []


def test_the_checker_finds_an_expert_with_too_much() -> None:
    asked = task(applications=30, experts=30, each=1, least={})
    one = asked.available[0].expert
    heap = Plan(frozenset((row.application, one) for row in asked.wanted), 30)
    assert len(verify(asked, heap)) == 1


def test_solver_and_checker_share_no_code() -> None:
    """Only the shapes of task and plan."""
    mine = {name for name, value in vars(checking).items() if inspect.isfunction(value)}
    theirs = {name for name, value in vars(assigning).items() if inspect.isfunction(value)}
    assert mine & theirs <= {"_", "gettext"}
    assert "import assign" not in inspect.getsource(checking)
