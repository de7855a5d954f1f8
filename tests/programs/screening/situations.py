"""Programs with tests, and organizations that meet them or not."""

from typing import Any

from django.test import Client

from portal.accounts.capacities import Capacity
from portal.accounts.middleware import SESSION_KEY
from programs.catalog.models import Condition, Program, Round
from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.factories.organizations import member
from tests.factories.policies import ClauseFactory

IN_JIADING = {"fact": "registered_region", "op": "within", "value": "310114"}
IN_JINGAN = {"fact": "registered_region", "op": "within", "value": "310106"}
REVENUE = {"fact": "revenue", "op": "at_least", "value": "10000000", "year": -1}
INTENSITY = {"fact": "rd_intensity", "op": "at_least", "value": "3"}
HITECH = {"fact": "qualifications", "op": "holds", "value": ["hitech"]}
FIRM = {"fact": "kind", "op": "equals", "value": "firm"}


def asking(*tests: dict[str, Any] | None, program: Program | None = None, **fields: Any) -> Round:
    """An open round with a condition for each test; None is declared by the applicant."""
    round_ = RoundFactory(program=program or ProgramFactory(), conditions=[], **fields)
    conditions(tests, round=round_)
    return round_


def conditions(tests: tuple[dict[str, Any] | None, ...], **owner: Any) -> None:
    clause = ClauseFactory()
    for place, test in enumerate(tests):
        sentence = {"sentence": f"条件{place}", "sentence_en": f"Condition {place}"}
        Condition.objects.create(position=place, test=test, clause=clause, **sentence, **owner)


def signed_in(who: Capacity | None = None, language: str = "en") -> Client:
    """A browser of somebody who acts as the capacity; of an owner of an organization without one."""
    who = who or member()
    client = Client(headers={"Accept-Language": language})
    client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SESSION_KEY] = who.key
    session.save()
    return client
