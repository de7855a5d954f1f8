"""How many queries an address takes, and a world that grows."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.factories.policies import (
    ClauseFactory,
    DocumentFactory,
    FigureFactory,
    RuleFactory,
    TargetFactory,
)


def grow(document: Any = None) -> Any:
    """One more clause with a measure, a rule and a target, and a program that stands on all of them."""
    clause = ClauseFactory(document=document or DocumentFactory())
    figure = FigureFactory(measure__clause=clause)
    rule, target = RuleFactory(clause=clause), TargetFactory(clause=clause)
    program = ProgramFactory(clauses=[clause])
    program.measures.add(figure.measure)
    program.targets.add(target)
    RoundFactory(program=program).conditions.create(sentence="登记", rule=rule, clause=clause)
    return clause


def queries(client: Client, address: str) -> int:
    """Of the second time: the first one of a process fills what is remembered."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)
