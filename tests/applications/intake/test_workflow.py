import pytest
from django.db import transaction
from django.utils import timezone

from applications.intake import rules
from applications.intake.models import Application
from applications.intake.rules import available, refusal
from applications.intake.services import perform
from applications.intake.steps import KINDS, steps
from applications.intake.timeline import TITLES
from applications.intake.workflow import BY_ACTION, STATES, TRANSITIONS, Owner, Status, Transition
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from programs.catalog.models import Round
from programs.catalog.stages import Stage
from tests.factories import intake
from tests.factories.catalog import LEVELS
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_table_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What upper apps ask besides is tested with them."""
    monkeypatch.setattr(rules, "_requirements", {})


@pytest.mark.parametrize("status", Status)
def test_each_action_works_from_its_sources_and_nowhere_else(status: Status) -> None:
    application = intake.in_status(status)
    for transition in TRANSITIONS:
        capacity, at = intake.whose(application, transition.action), timezone.now()
        sid = transaction.savepoint_create()
        if status in transition.sources and transition.belongs(application):
            done = perform(
                application.pk, transition.action, capacity=capacity, at=at, inputs=intake.inputs()
            )
            assert done.status in {target.status for target in transition.targets}
            event = done.events.order_by("-seq")[0]
            target = next(target for target in transition.targets if target.status == done.status)
            kind, letter = target.event or transition.event, target.letter or transition.letter
            assert (event.kind, event.from_status, event.to_status) == (kind, status, done.status)
            kinds = list(done.letters.filter(issued_at=at).values_list("kind", flat=True))
            assert kinds == ([letter] if letter else [])
        elif not hidden_from(capacity, status):
            with pytest.raises(Refused):
                perform(application.pk, transition.action, capacity=capacity, at=at, inputs=intake.inputs())
            application.refresh_from_db()
            assert application.status == status
        transaction.savepoint_rollback(sid)


def hidden_from(capacity: Capacity | None, status: Status) -> bool:
    """Officials do not see drafts."""
    return capacity is not None and capacity.kind == "department" and status in ("draft", "discarded")


def test_every_status_has_a_state_steps_and_titles() -> None:
    assert set(STATES) == set(Status)
    assert sorted(status for kind in KINDS for status in kind.statuses) == sorted(Status)
    assert {transition.event for transition in TRANSITIONS} | {"started"} <= set(TITLES)
    assert len(BY_ACTION) == len(TRANSITIONS)


@pytest.mark.parametrize("status", Status)
def test_steps_end_where_the_application_ends(status: Status) -> None:
    stages = intake.PATHS[status][0]
    found = steps(Application(status=status, round=Round(stages_on=stages)), {})
    assert [step.state for step in found].count("current") == 1
    if not STATES[status].live:
        assert found[-1].state == "current"
    else:
        assert len(found) == 5 + len(set(stages) - {Stage.APPROVAL})


ROLES = (
    "owner",
    "editor",
    "signatory",
    "viewer",
    "other firm",
    "official",
    "approver",
    "station",
    "other department",
    "auditor",
    "nobody",
)


def capacities(application: Application) -> dict[str, Capacity | None]:
    organization, other = application.organization, intake.commission("sh-ja", "310106")
    return {
        "owner": intake.holder(application),
        "editor": member(organization, "editor"),
        "signatory": member(organization, "signatory"),
        "viewer": member(organization, "viewer"),
        "other firm": member(),
        "official": intake.official(application.round.department),
        "approver": intake.official(intake.commission(LEVELS[0]), rank="head"),
        "station": intake.official(intake.station(organization)),
        "other department": intake.official(other),
        "auditor": intake.auditing(),
        "nobody": None,
    }


ALLOWED = {
    Owner.APPLICANT: {"owner", "editor"},
    Owner.STATION: {"station"},
    Owner.OFFICIAL: {"official"},
    Owner.APPROVER: {"approver"},
    Owner.SYSTEM: {"nobody"},
}


def source(transition: Transition) -> Application:
    """An application with which it can be done."""
    round_ = intake.open_round(stages=transition.with_any[-1:]) if transition.with_any else None
    return intake.in_status(sorted(transition.sources)[0], round_=round_)


def may(transition: Transition, application: Application) -> set[str]:
    """The roles that can do it now."""
    found = ALLOWED[transition.by(application.status)]
    return found if transition.belongs(application) and application.status in transition.sources else set()


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda transition: transition.action)
def test_only_the_role_whose_turn_it_is_may_act(transition: Transition) -> None:
    application = source(transition)
    at = timezone.now()
    for role, capacity in capacities(application).items():
        refused = refusal(application, transition, capacity, at)
        assert (refused is None) == (role in may(transition, application)), role
        if capacity and refused and Application.objects.visible_to(capacity).filter(pk=application.pk):
            with pytest.raises(Refused) as raised:
                perform(application.pk, transition.action, capacity=capacity, at=at, inputs=intake.inputs())
            assert str(raised.value) == refused


def test_a_missing_input_is_named() -> None:
    for transition in TRANSITIONS:
        for name in transition.needs:
            application = source(transition)
            given = intake.inputs()
            setattr(given, name, {"note": " ", "items": [], "due_on": None, "amount": None}[name])
            with pytest.raises(Refused):
                perform(
                    application.pk,
                    transition.action,
                    capacity=intake.whose(application, transition.action),
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
        assert (refused is None) == (role in may(transition, application))
