"""Applications and experts with names, employers and ties as a city has them; no database."""

import random
from uuid import UUID

from applications.panels.parties import Applicant, Reviewer, Stated, keys

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
GIVEN = "明华强敏静丽军洋勇艳杰娟涛超秀霞平刚桂英晨宇航博文昊天雨欣怡"


def name(chance: random.Random) -> str:
    """Common surname, two characters."""
    return chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)


def parties(chance: random.Random, applications: int, experts: int) -> tuple[list[Applicant], list[Reviewer]]:
    """As many of both; two in three firms apply once, a tenth of the experts work at one of them."""
    firms = [f"上海第{number}号科技有限公司" for number in range(applications)]
    rows = [
        Applicant(
            UUID(int=number + 1),
            organizations=keys(chance.choice(firms)),
            team=keys(*(name(chance) for _person in range(5))),
            leaders=keys(name(chance)),
            avoided=frozenset({(name(chance), "")}),
        )
        for number in range(applications)
    ]
    people = [
        Reviewer(
            UUID(int=10**9 + number),
            None,
            name(chance),
            keys(chance.choice(firms) if chance.random() < 0.1 else f"第{number % 90}研究所"),
            ties=(Stated("project", frozenset(), keys(chance.choice(firms))),),
        )
        for number in range(experts)
    ]
    return rows, people
