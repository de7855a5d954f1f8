"""A round whose conditions rest on a call notice, and firms with other intensities."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from portal.accounts.capacities import Capacity
from portal.organizations.models import Organization
from programs.catalog.models import Condition, Round
from programs.screening.whatif_thresholds import Threshold, thresholds_of
from tests.factories.accounts import official
from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.factories.facts import FOUNDED, on_file
from tests.factories.organizations import OrganizationFactory
from tests.factories.policies import ClauseFactory, DocumentFactory
from tests.programs.screening.situations import INTENSITY

STAFF = {"fact": "staff", "op": "at_least", "value": "20", "year": -1}


def clerk() -> Capacity:
    """An official of the district whose department handles the round."""
    return official("310114")


def round_of(*tests: Any, by: Capacity | None = None, fixed: tuple[Any, ...] = (), **fields: Any) -> Round:
    """A round of the official's department: `tests` rest on a call notice, `fixed` on a policy."""
    department = (by or clerk()).department
    program = ProgramFactory(department=department)
    round_ = RoundFactory(program=program, department=department, conditions=[], **fields)
    notice = ClauseFactory(document=DocumentFactory(notice=True))
    policy = ClauseFactory()
    pairs = [(test, notice) for test in tests or (INTENSITY,)] + [(test, policy) for test in fixed]
    for place, (test, clause) in enumerate(pairs):
        words = {"sentence": f"条件{place}", "sentence_en": f"Condition {place}"}
        Condition.objects.create(round=round_, position=place, test=test, clause=clause, **words)
    return round_


def firm(percent: int | None, **facts: Any) -> Organization:
    """A firm of which last year's R&D was so many percent of its revenue; None: nobody knows."""
    organization = OrganizationFactory(founded_on=FOUNDED)
    known = {} if percent is None else {"revenue_2025": 10_000_000, "rd_expense_2025": percent * 100_000}
    return on_file(organization, **known, **facts)


def thresholds(round_: Round) -> list[Threshold]:
    """Its numbers, in order."""
    return thresholds_of(round_.conditions.select_related("clause__document"))


def address_of(round_: Round) -> str:
    """The first one's address."""
    return thresholds(round_)[0].address


def page(round_: Round, more: str = "", **query: Any) -> str:
    """The what-if page of a round, or one below it."""
    return reverse("what_if", args=["round", round_.pk]) + more + (f"?{urlencode(query)}" if query else "")
