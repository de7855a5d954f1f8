"""Every example of the description is sent, and what comes back is what the description says."""

from typing import Any

import pytest
from django.db import transaction
from schemathesis import checks

from portal.accounts.capacities import Capacity
from portal.api.examples import examples
from portal.organizations.models import Membership
from portal.webhooks.models import Endpoint
from programs.finding.models import SavedSearch
from tests.factories import intake
from tests.factories.accounts import UserFactory, bearer, official
from tests.factories.catalog import ProgramFactory
from tests.factories.inbox import MessageFactory
from tests.factories.organizations import (
    AccessRequestFactory,
    AuthorityProofFactory,
    OrganizationFactory,
    member,
)
from tests.factories.policies import ClauseFactory, DocumentFactory

MINE, OTHER = "91310114MA60000166", "91310114MA60000241"
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
# Only these two are made at random and cannot be what the example says.
Made = dict[str, str]


def world() -> tuple[Capacity, Capacity, Made]:
    """An owner, an official, and what stands for the application's id and the receipt's code."""
    clause = ClauseFactory(document=DocumentFactory(slug="sh-measures"), number="3")
    program = ProgramFactory(slug="innovation-voucher", clauses=[clause])
    owner = member(
        OrganizationFactory(uscc=MINE, verified=True), user=UserFactory(email="finance@firm.example")
    )
    other = OrganizationFactory(uscc=OTHER, pending=True)
    AccessRequestFactory(id=4504, organization=owner.organization)
    colleague = member(owner.organization, "editor")
    Membership.objects.filter(user=colleague.user).update(id=4505)
    AuthorityProofFactory(id=4506, organization=other)
    MessageFactory(id=4512, recipient=owner.user)
    Endpoint.objects.create(
        id=4520,
        organization=owner.organization,
        url="https://erp.firm.example/in",
        kinds=["application.submitted"],
        created_by=owner.user,
    )
    SavedSearch.objects.create(id=4521, user=owner.user, name="嘉定", query="region=310114")
    intake.open_round(id=4508)
    draft = intake.filled(intake.draft(intake.open_round(id=4507, program=program), owner))
    code = intake.submitted().submissions.get().receipt_code
    return owner, official(), {"applications": str(draft.pk), "receipts": code}


def parameters(operation: Any, example: dict[str, Any], made: Made) -> dict[str, Any]:
    """The path parameters of the example, with what was made at random in their place."""
    found = dict(example.get("path", {}))
    if operation.path.startswith("/api/v1/applications/{id}"):
        found["id"] = made["applications"]
    if operation.path.startswith("/api/v1/receipts/"):
        found["code"] = made["receipts"]
    return found


def send(operation: Any, example: dict[str, Any], who: Capacity, made: Made) -> int:
    """The status of the answer, once everything about it has been checked; the effect is taken back."""
    headers = bearer(who.user) | {"X-Acting-As": who.key}
    if any(parameter.name == "If-Match" for parameter in operation.headers):
        reading = operation.schema[operation.path]["GET"].Case(
            path_parameters=parameters(operation, example, made)
        )
        headers["If-Match"] = reading.call(headers=headers).headers["etag"][0]
    given = {"path_parameters": parameters(operation, example, made), "query": example.get("query", {})}
    if "body" in example:
        given |= {"body": example["body"], "media_type": "application/json"}
    case = operation.Case(**given)
    with transaction.atomic():
        response = case.call_and_validate(checks=CHECKS, headers=headers)
        transaction.set_rollback(True)
    return response.status_code


def test_every_example_gets_what_is_described(described: Any, subtests: Any) -> None:
    owner, clerk, made = world()
    sent = set()
    for found in described.get_all_operations():
        operation = found.ok()
        key = operation.definition.raw["operationId"]
        if key not in examples():
            continue
        sent.add(key)
        who = clerk if key == "organizations_proof_decide" else owner
        with subtests.test(operation.label):
            assert send(operation, examples()[key], who, made) < 300
    assert sent == set(examples())


@pytest.mark.django_db
def test_every_operation_with_a_json_body_has_an_example(described: Any) -> None:
    without = [
        key
        for found in described.get_all_operations()
        if "application/json" in found.ok().definition.raw.get("requestBody", {}).get("content", {})
        and "body" not in examples().get(key := found.ok().definition.raw["operationId"], {})
    ]
    assert without == []
