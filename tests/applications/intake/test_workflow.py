from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.rules import available, refusal
from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from applications.intake.steps import BEHIND, steps
from applications.intake.timeline import TITLES
from applications.intake.workflow import BY_ACTION, STATES, TRANSITIONS, Owner, Status, Transition
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from tests.factories import intake
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


def inputs() -> Inputs:
    due = timezone.localdate() + timedelta(days=5)
    return Inputs(note="说明", items=["合同缺签章页"], due_on=due, amount=intake.Decimal("100.00"))


def capacity_for(application: Application, transition: Transition) -> Capacity | None:
    if transition.actor == Owner.SYSTEM:
        return None
    if transition.actor == Owner.APPLICANT:
        return intake.holder(application)
    return intake.official(application.round.department)


@pytest.mark.parametrize("status", Status)
def test_each_action_works_from_its_sources_and_nowhere_else(status: Status) -> None:
    application = intake.in_status(status)
    for transition in TRANSITIONS:
        capacity, at = capacity_for(application, transition), timezone.now()
        sid = transaction.savepoint_create()
        if status in transition.sources:
            done = perform(application.pk, transition.action, capacity=capacity, at=at, inputs=inputs())
            assert done.status == transition.target
            event = done.events.order_by("-seq")[0]
            assert (event.kind, event.from_status, event.to_status) == (transition.event, status, done.status)
            kinds = list(done.letters.filter(issued_at=at).values_list("kind", flat=True))
            assert kinds == ([transition.letter] if transition.letter else [])
        elif not hidden_from(capacity, status):
            with pytest.raises(Refused):
                perform(application.pk, transition.action, capacity=capacity, at=at, inputs=inputs())
            application.refresh_from_db()
            assert application.status == status
        transaction.savepoint_rollback(sid)


def hidden_from(capacity: Capacity | None, status: Status) -> bool:
    """Officials do not see drafts."""
    return capacity is not None and capacity.kind == "department" and status in ("draft", "discarded")


def test_every_status_has_a_state_steps_and_titles() -> None:
    assert set(STATES) == set(BEHIND) == set(Status)
    assert {transition.event for transition in TRANSITIONS} | {"started"} <= set(TITLES)
    assert len(BY_ACTION) == len(TRANSITIONS)


@pytest.mark.parametrize("status", Status)
def test_steps_end_where_the_application_ends(status: Status) -> None:
    application = intake.in_status(status)
    found = steps(application, dict(application.events.values_list("kind", "at")))
    assert [step.state for step in found].count("current") == 1
    if not STATES[status].live:
        assert found[-1].state == "current"
    else:
        assert len(found) == 5


ROLES = ("owner", "editor", "viewer", "other firm", "official", "other department", "auditor", "nobody")


def capacities(application: Application) -> dict[str, Capacity | None]:
    organization, other = application.organization, intake.commission("sh-ja", "310106")
    return {
        "owner": intake.holder(application),
        "editor": member(organization, "editor"),
        "viewer": member(organization, "viewer"),
        "other firm": member(),
        "official": intake.official(application.round.department),
        "other department": intake.official(other),
        "auditor": intake.auditing(),
        "nobody": None,
    }


ALLOWED = {Owner.APPLICANT: {"owner", "editor"}, Owner.OFFICIAL: {"official"}, Owner.SYSTEM: {"nobody"}}


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda transition: transition.action)
def test_only_the_role_whose_turn_it_is_may_act(transition: Transition) -> None:
    application = intake.in_status(sorted(transition.sources)[0])
    at = timezone.now()
    for role, capacity in capacities(application).items():
        refused = refusal(application, transition, capacity, at)
        assert (refused is None) == (role in ALLOWED[transition.actor]), role
        if capacity and refused and Application.objects.visible_to(capacity).filter(pk=application.pk):
            with pytest.raises(Refused) as raised:
                perform(application.pk, transition.action, capacity=capacity, at=at, inputs=inputs())
            assert str(raised.value) == refused


def test_a_missing_input_is_named() -> None:
    for transition in TRANSITIONS:
        for name in transition.needs:
            application = intake.in_status(sorted(transition.sources)[0])
            given = inputs()
            setattr(given, name, {"note": " ", "items": [], "due_on": None, "amount": None}[name])
            with pytest.raises(Refused):
                perform(
                    application.pk,
                    transition.action,
                    capacity=capacity_for(application, transition),
                    at=timezone.now(),
                    inputs=given,
                )


def test_available_lists_what_concerns_the_reader() -> None:
    application = intake.in_status("submitted")
    at = timezone.now()
    mine = [t.action for t, _refusal in available(application, intake.holder(application), at)]
    theirs = [t.action for t, _refusal in available(application, intake.official(), at)]
    assert (mine, theirs) == (["take_back", "withdraw"], ["accept", "return", "refuse"])
    assert available(application, intake.auditing(), at) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda transition: transition.action)
def test_every_role_in_every_cell(transition: Transition, status: Status) -> None:
    application = intake.in_status(status)
    for role, capacity in capacities(application).items():
        refused = refusal(application, transition, capacity, timezone.now())
        assert (refused is None) == (role in ALLOWED[transition.actor] and status in transition.sources)
