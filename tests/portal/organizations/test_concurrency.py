"""Two connections at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.organizations import services
from portal.organizations.models import AuthorityProof, Membership, Organization
from tests.factories.accounts import official, oneself, region
from tests.factories.organizations import AuthorityProofFactory, code, member

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run each in a thread of its own; "done" or the code of the refusal, in the order given."""
    barrier, outcomes = threading.Barrier(len(acts)), [""] * len(acts)

    def run(index: int) -> None:
        try:
            barrier.wait(5)
            acts[index]()
            outcomes[index] = "done"
        except Refused as refused:
            outcomes[index] = refused.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return outcomes


def test_register_same_code_at_once():
    facts = {"uscc": code(7), "name": "上海甲科技", "registered_region": region(), "tax_region": region()}
    people = [oneself(), oneself()]
    outcomes = at_once(*(lambda by=by: services.register(facts, by=by) for by in people))
    assert sorted(outcomes) == ["already_registered", "done"]
    assert (Organization.objects.count(), Membership.objects.count()) == (1, 1)


def test_two_owners_remove_each_other_at_once():
    first = member()
    second = member(first.organization)
    rows = {m.user_id: m.pk for m in Membership.objects.all()}

    def removing(other: Capacity, by: Capacity) -> Callable[[], None]:
        return lambda: services.remove_member(rows[other.user.pk], by=by)

    outcomes = at_once(removing(second, first), removing(first, second))
    assert outcomes.count("done") == 1
    assert Membership.objects.filter(role="owner").count() == 1


def test_two_owners_leave_at_once():
    first = member()
    second = member(first.organization)
    organization = first.organization
    outcomes = at_once(
        lambda: services.leave(organization.pk, by=first), lambda: services.leave(organization.pk, by=second)
    )
    assert outcomes.count("done") == 1
    assert Membership.objects.filter(role="owner").count() == 1


def test_two_officials_decide_one_proof_at_once():
    proof, first, second = AuthorityProofFactory(), official(), official()
    outcomes = at_once(
        lambda: services.accept_proof(proof.pk, by=first),
        lambda: services.refuse_proof(proof.pk, note_text="缺公章", by=second),
    )
    assert outcomes.count("done") == 1
    kept = AuthorityProof.objects.get()
    assert kept.decided_by == (first.user if outcomes[0] == "done" else second.user)
    assert (kept.status == "accepted") == (outcomes[0] == "done")
