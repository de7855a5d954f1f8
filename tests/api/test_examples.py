"""Every example of the description is sent, and what comes back is what the description says."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from schemathesis import checks

from applications.intake.services.signing import content_now
from portal.accounts.capacities import Capacity
from portal.api.examples import examples
from portal.facts.models import Statement
from portal.files import uploading
from portal.organizations.models import Membership
from portal.webhooks.models import Endpoint
from programs.finding.models import SavedSearch
from tests.api.officials import examples_by_officials
from tests.factories import experts, intake
from tests.factories.accounts import DepartmentFactory, UserFactory, bearer, official
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
BY_OFFICIALS = {
    "organizations_proof_decide",
    "organizations_file_verify",
    "organizations_credit_enter",
    "paper_copies_note",
}
# Only these are made at random and cannot be what the example says.
Made = dict[str, str]
RECOMMENDED = "recommendations_create"  # by a station, of what waits for it
MOVED = "panels_move_due"  # by the official of the panel
SIGNED = "applications_sign_off"
# Which application stands for the one of the example, where any draft will not do.
STANDS = {
    SIGNED: "waiting",
    "applications_reusable": "reusing",
    "applications_reuse": "reusing",
    "paper_copies_note": "sealed",
    "paper_copies_retrieve": "sealed",
    "sealed_pages_print": "sealed",
    "sealed_pages_retrieve": "sealed",
    "formal_check_fill_in": "checking",
    "application_notes_write": "checking",
    "application_tags_put": "checking",
}


def world() -> tuple[Capacity, Capacity, Made]:
    """An owner, an official, and what stands for the application's id and the receipt's code."""
    clause = ClauseFactory(document=DocumentFactory(slug="sh-measures"), number="3")
    program = ProgramFactory(slug="innovation-voucher", clauses=[clause])
    owner = member(
        OrganizationFactory(uscc=MINE, verified=True), user=UserFactory(email="finance@firm.example")
    )
    other = OrganizationFactory(uscc=OTHER, pending=True)
    member(other)
    DepartmentFactory(code="sh-jd-park", level="station")
    AccessRequestFactory(id=4504, organization=owner.organization)
    colleague = member(owner.organization, "editor")
    Membership.objects.filter(user=colleague.user).update(id=4505)
    AuthorityProofFactory(id=4506, organization=other)
    Statement.objects.create(
        id=4530, organization=owner.organization, key="registered_capital", value="5000000.00",
        since="2019-03-05", origin="organization", stated_at=timezone.now(),
    )  # fmt: skip
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
    waiting = intake.filled(intake.draft(intake.open_round(sign_off=True), owner))
    clerk = official()
    asking = {"department": clerk.department, "seal_days": 3, "paper_copies": "一式两份"}
    sealed = intake.submitted(intake.draft(intake.open_round(**asking), owner))
    reusing = intake.draft(intake.open_round(program=sealed.round.program), owner)
    place = {"application": str(draft.pk), "question": "contract"}
    upload = uploading.begin("application", place, "合同.pdf", 1000, by=owner, at=timezone.now())
    rows = {"applications": draft, "waiting": waiting, "sealed": sealed, "reusing": reusing, "upload": upload}
    made = {name: str(row.pk) for name, row in rows.items()} | {"receipts": code}
    return owner, clerk, made | {"content_hash": content_now(waiting), "Upload-Metadata": told(place)}


def panel() -> tuple[Capacity, Capacity, Made]:
    """An expert with a review and an invitation, the official of the panel, and what stands for their ids."""
    cast = experts.assigned(applications=1, experts=1)
    asking = experts.cast(applications=1, experts=1, first=cast.experts[0], answered=False)
    scores = {str(pk): {"points": "16.0"} for pk in experts.written(cast.panel).points}
    ids = {"panels": cast.panel, "reviews": cast.assignment, "invitations": asking.panel.seats.get()}
    later: Any = {"scores": scores, "due_on": (cast.panel.due_on + timedelta(days=7)).isoformat()}
    return cast.writer, cast.official, {name: str(row.pk) for name, row in ids.items()} | later


def told(place: dict[str, str]) -> str:
    """Upload-Metadata of the example with another place."""
    first, _place = examples()["uploads_begin"]["header"]["Upload-Metadata"].rsplit(" ", 1)
    return f"{first} {base64.b64encode(json.dumps(place).encode()).decode()}"


def parameters(operation: Any, example: dict[str, Any], made: Made) -> dict[str, Any]:
    """The path parameters of the example, with what was made at random in their place."""
    found = dict(example.get("path", {}))
    found |= {name: made[name] for name in found if name in made}
    if found.get("id") and (area := operation.path.split("{")[0].split("/")[-2]) in made:
        found["id"] = made[area]
    if operation.path.startswith("/api/v1/applications/{id}"):
        found["id"] = made[STANDS.get(operation.definition.raw["operationId"], "applications")]
    if operation.path.startswith("/api/v1/uploads/{id}"):
        found["id"] = made["upload"]
    if operation.path.startswith("/api/v1/receipts/"):
        found["code"] = made["receipts"]
    return found


def send(operation: Any, example: dict[str, Any], who: Capacity, made: Made) -> int:
    """The status of the answer, once everything about it has been checked; the effect is taken back."""
    headers = bearer(who.user) | {"X-Acting-As": who.key}
    headers |= {name: made.get(name, str(said)) for name, said in example.get("header", {}).items()}
    if any(parameter.name == "If-Match" for parameter in operation.headers):
        reading = operation.schema[operation.path]["GET"].Case(
            path_parameters=parameters(operation, example, made)
        )
        headers["If-Match"] = reading.call(headers=headers).headers["etag"][0]
    given = {"path_parameters": parameters(operation, example, made), "query": example.get("query", {})}
    if "body" in example:
        body = {name: made.get(name, said) for name, said in example["body"].items()}
        given |= {"body": body, "media_type": "application/json"}
    case = operation.Case(**given)
    with transaction.atomic():
        response = case.call_and_validate(checks=CHECKS, headers=headers)
        transaction.set_rollback(True)
    return response.status_code


def test_every_example_gets_what_is_described(described: Any, subtests: Any) -> None:
    owner, clerk, made = world()
    signatory = member(owner.organization, "signatory")
    station = intake.official(intake.station(owner.organization))
    waiting = intake.in_status("recommending", owner)
    expert, handler, reviewed = panel()
    assert clerk.department is not None
    by_officials = examples_by_officials(clerk, clerk.department)
    sent = set()
    for found in described.get_all_operations():
        operation = found.ok()
        key = operation.definition.raw["operationId"]
        if key not in examples():
            continue
        sent.add(key)
        who = clerk if key in BY_OFFICIALS else signatory if key == SIGNED else owner
        there = made
        if key == MOVED or key.startswith(("invitations_", "reviews_")):
            who, there = handler if key == MOVED else expert, made | reviewed
        if key in by_officials:
            who, there = by_officials[key][0], made | by_officials[key][1]
        if key == RECOMMENDED:
            who, there = station, made | {"applications": [{"application": str(waiting.pk)}]}
        with subtests.test(operation.label):
            assert send(operation, examples()[key], who, there) < 300
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
