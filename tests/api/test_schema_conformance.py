"""Every operation of the API's own description, tried with made-up requests: honest ones and wrong ones."""

import os
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks

from portal.accounts import tokens
from portal.accounts.capacities import Capacity
from tests.factories import intake

# Deterministic and short: the long search runs where CI=true.
EXAMPLES = 12 if os.environ.get("CI") == "true" else 2
TRIED = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# Checks that do not hold of a single request, each with the reason.
LEFT_OUT = {
    "positive_data_acceptance": "a request of the right shape may meet a closed round, a form's own rules or"
    " somebody else's matter: 400, 404 and 409 are described answers",
    "negative_data_rejection": "unknown parameters are ignored, so that programs outlive a filter",
    "missing_required_header": "only uploads require headers, and answer 400 without them as their tests try;"
    " who must sign in is told by 401",
    "use_after_free": "needs several requests: tried along the links",
    "ensure_resource_availability": "needs several requests: tried along the links",
    "object_level_authorization": "every role and object are tried in tests/api/test_permissions.py",
}
checks.load_all_checks()
NAMES = checks.CHECKS.get_all_names()
CHECKS = checks.CHECKS.get_by_names([name for name in NAMES if name not in LEFT_OUT])
ALONG_LINKS = [*CHECKS, checks.use_after_free, checks.ensure_resource_availability]


@dataclass(frozen=True)
class World:
    """What requests may meet: an application with everything around it, and who asks."""

    header: dict[str, str]
    # Values of path parameters by the start of the path: half of the requests find something.
    known: dict[str, dict[str, Any]]


def world(capacity: Capacity, made: Any) -> World:
    organization = made.organization
    policy = made.round.program.clauses.first()
    attachment = made.attachments.first()
    known = {
        "/api/v1/applications/{id}/attachments/{": {"attachment_id": attachment.pk, "pk": attachment.pk},
        "/api/v1/applications/": {"id": str(made.pk)},
        "/api/v1/organizations/": {"uscc": organization.uscc},
        "/api/v1/programs/": {"slug": made.round.program.slug},
        "/api/v1/rounds/": {"id": made.round.pk},
        "/api/v1/policies/": {"id": policy.document_id, "number": policy.number} if policy else {},
        "/api/v1/receipts/": {"code": made.submissions.get().receipt_code},
    }
    _token, key = tokens.create(capacity.user, "test", "write")
    return World({"Authorization": f"Bearer {key}", "X-Acting-As": capacity.key}, known)


def owner() -> World:
    made = intake.in_status("returned")
    return world(intake.holder(made), made)


def official() -> World:
    made = intake.submitted()
    return world(intake.official(made.round.department), made)


def attempt(case: Any, world: World) -> None:
    """One request, taken back afterwards."""
    with transaction.atomic():
        case.call_and_validate(checks=CHECKS, headers=world.header)
        transaction.set_rollback(True)


def known_parameters(operation: Any, world: World) -> dict[str, Any]:
    """Parameters that find a real object."""
    names = {parameter.name for parameter in operation.path_parameters}
    found: dict[str, Any] = {}
    for start, values in world.known.items():
        if operation.path.startswith(start):
            found |= {name: value for name, value in values.items() if name in names}
    return found


def tried(strategy: Any, world: World) -> None:
    """The strategy's requests, one after the other."""
    TRIED(given(case=strategy)(lambda case: attempt(case, world)))()


@pytest.mark.exhaustive
@pytest.mark.parametrize("make", [owner, official])
def test_honest_requests_get_what_is_described(make: Any, described: Any, subtests: Any) -> None:
    asking = make()
    for found in described.get_all_operations():
        operation = found.ok()
        with subtests.test(operation.label):
            tried(operation.as_strategy(path_parameters=known_parameters(operation, asking)), asking)


@pytest.mark.exhaustive
def test_wrong_requests_are_refused_as_described(described: Any, subtests: Any) -> None:
    asking = owner()
    for found in described.get_all_operations():
        operation = found.ok()
        if not (list(operation.body) or list(operation.query)):
            continue  # nothing to get wrong
        with subtests.test(operation.label):
            tried(operation.as_strategy(GenerationMode.NEGATIVE), asking)


def test_what_is_left_out_exists() -> None:
    assert set(LEFT_OUT) <= set(NAMES)


@pytest.mark.exhaustive
def test_links_lead_on_as_described(described: Any) -> None:
    asking = owner()

    class Walk(described.as_state_machine()):
        """Requests that follow the description's links, each on what the one before made."""

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": asking.header}

        def validate_response(self, response: Any, case: Any, **options: Any) -> None:
            case.validate_response(response, checks=ALONG_LINKS, headers=asking.header)

    Walk.run(settings=settings(TRIED, max_examples=8, stateful_step_count=4))
