import pytest

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused, Stale
from portal.history.services import Outcome, verify
from portal.inbox.models import Message
from portal.organizations import services
from portal.organizations.models import (
    AccessRequest,
    AuthorityProof,
    Membership,
    Organization,
    OrganizationEvent,
)
from tests.factories.accounts import official, oneself, region
from tests.factories.organizations import (
    AccessRequestFactory,
    AuthorityProofFactory,
    OrganizationFactory,
    StoredFileFactory,
    code,
    member,
)

pytestmark = pytest.mark.django_db


def kinds(organization: Organization) -> list[str]:
    return list(OrganizationEvent.objects.filter(subject=organization).values_list("kind", flat=True))


def told() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("recipient__email", "kind"))


def registered(by: Capacity, **changes: object) -> Organization:
    facts = {"uscc": code(1), "name": "上海甲科技", "registered_region": region(), "tax_region": region()}
    return services.register(facts | changes, by=by)


def roles(organization: Organization) -> dict[str, str]:
    return dict(Membership.objects.filter(organization=organization).values_list("user__email", "role"))


def test_register_makes_first_person_owner_of_unverified():
    by = oneself()
    organization = registered(by)
    assert roles(organization) == {by.user.email: "owner"}
    assert organization.verification == "unverified"
    assert kinds(organization) == ["registered"]
    assert [verdict.outcome for verdict in verify(OrganizationEvent.objects.all())] == [Outcome.OK]


def test_register_twice_says_how_to_get_in():
    registered(oneself())
    with pytest.raises(services.AlreadyRegistered, match=f"{code(1)}/access-requests/"):
        registered(oneself(), name="另一个名字")
    assert Organization.objects.count() == 1


def test_edit_records_only_what_changed():
    owner = member()
    organization = services.edit(
        owner.organization.pk, {"name": "新名字", "kind": "firm"}, revision=1, by=owner
    )
    assert (organization.name, organization.revision) == ("新名字", 2)
    event = OrganizationEvent.objects.get(subject=organization)
    assert event.payload == {"changes": {"name": [owner.organization.name, "新名字"]}}


def test_edit_without_a_change_keeps_revision():
    owner = member()
    organization = services.edit(owner.organization.pk, {"kind": "firm"}, revision=1, by=owner)
    assert (organization.revision, kinds(organization)) == (1, [])


def test_edit_from_old_revision_is_stale():
    owner = member()
    services.edit(owner.organization.pk, {"name": "新名字"}, revision=1, by=owner)
    with pytest.raises(Stale):
        services.edit(owner.organization.pk, {"name": "旧名字"}, revision=1, by=owner)


@pytest.mark.parametrize("who", ["signatory", "viewer", "stranger", "official"])
def test_edit_refused(who):
    organization = OrganizationFactory()
    by = {
        "signatory": lambda: member(organization, "signatory"),
        "viewer": lambda: member(organization, "viewer"),
        "stranger": oneself,
        "official": official,
    }[who]()
    with pytest.raises(Refused):
        services.edit(organization.pk, {"name": "新名字"}, revision=1, by=by)


def test_ask_access_tells_every_owner():
    first, editor, asker = member(), None, oneself()
    second = member(first.organization)
    editor = member(first.organization, "editor")
    services.ask_access(first.organization.pk, role="editor", reason="财务", by=asker)
    assert told() == sorted((who.user.email, "access_requested") for who in (first, second))
    assert editor.user.email not in dict(told())


def test_ask_access_twice_is_refused():
    asker, organization = oneself(), member().organization
    services.ask_access(organization.pk, role="editor", reason="", by=asker)
    with pytest.raises(Refused, match="already asked"):
        services.ask_access(organization.pk, role="viewer", reason="", by=asker)


def test_ask_access_by_member_is_refused():
    viewer = member(role="viewer")
    with pytest.raises(Refused, match="already belong"):
        services.ask_access(viewer.organization.pk, role="owner", reason="", by=viewer)


def test_grant_access_with_another_role():
    owner = member()
    asked = AccessRequestFactory(organization=owner.organization)
    services.grant_access(asked.pk, role="viewer", by=owner)
    assert roles(owner.organization)[asked.user.email] == "viewer"
    assert told() == [(asked.user.email, "access_granted")]
    assert kinds(owner.organization) == ["access_granted"]


def test_refuse_access_tells_who_asked():
    owner = member()
    asked = AccessRequestFactory(organization=owner.organization)
    services.refuse_access(asked.pk, by=owner)
    asked.refresh_from_db()
    assert (asked.status, asked.decided_by) == ("refused", owner.user)
    assert told() == [(asked.user.email, "access_refused")]
    assert not Membership.objects.filter(user=asked.user).exists()


def test_answer_twice_is_refused():
    owner = member()
    asked = AccessRequestFactory(organization=owner.organization)
    services.refuse_access(asked.pk, by=owner)
    with pytest.raises(Refused, match="answered already"):
        services.grant_access(asked.pk, role="editor", by=owner)
    assert AccessRequest.objects.get().status == "refused"


def test_answer_by_editor_is_refused():
    editor = member(role="editor")
    asked = AccessRequestFactory(organization=editor.organization)
    with pytest.raises(Refused, match="Only an owner"):
        services.grant_access(asked.pk, role="editor", by=editor)


def test_change_role_tells_the_person():
    owner = member()
    editor = member(owner.organization, "editor")
    row = Membership.objects.get(user=editor.user)
    services.change_role(row.pk, "owner", by=owner)
    assert roles(owner.organization)[editor.user.email] == "owner"
    assert told() == [(editor.user.email, "role_changed")]


@pytest.mark.parametrize("way", ["change_role", "remove_member", "leave"])
def test_last_owner_stays(way):
    owner = member()
    member(owner.organization, "editor")
    row = Membership.objects.get(user=owner.user)
    with pytest.raises(Refused, match="needs an owner"):
        {
            "change_role": lambda: services.change_role(row.pk, "editor", by=owner),
            "remove_member": lambda: services.remove_member(row.pk, by=owner),
            "leave": lambda: services.leave(owner.organization.pk, by=owner),
        }[way]()
    assert roles(owner.organization)[owner.user.email] == "owner"


def test_remove_member():
    owner = member()
    editor = member(owner.organization, "editor")
    services.remove_member(Membership.objects.get(user=editor.user).pk, by=owner)
    assert roles(owner.organization) == {owner.user.email: "owner"}
    assert told() == [(editor.user.email, "member_removed")]


def test_leave_by_editor():
    owner = member()
    editor = member(owner.organization, "editor")
    services.leave(owner.organization.pk, by=editor)
    assert roles(owner.organization) == {owner.user.email: "owner"}
    assert kinds(owner.organization) == ["member_left"]


def test_hand_in_by_owner_makes_pending():
    owner = member()
    proof = services.hand_in_proof(owner.organization.pk, StoredFileFactory(), "授权书.pdf", by=owner)
    owner.organization.refresh_from_db()
    assert (owner.organization.verification, proof.replaces_owner) == ("pending", False)


def test_hand_in_twice_is_refused():
    owner = member()
    services.hand_in_proof(owner.organization.pk, StoredFileFactory(), "授权书.pdf", by=owner)
    with pytest.raises(Refused, match="being checked"):
        services.hand_in_proof(owner.organization.pk, StoredFileFactory(), "授权书.pdf", by=owner)


def test_hand_in_by_verified_owner_is_refused():
    owner = member(OrganizationFactory(verified=True))
    with pytest.raises(Refused, match="nothing more to prove"):
        services.hand_in_proof(owner.organization.pk, StoredFileFactory(), "授权书.pdf", by=owner)


def test_hand_in_by_stranger_tells_the_owner():
    owner, stranger = member(OrganizationFactory(verified=True)), oneself()
    proof = services.hand_in_proof(owner.organization.pk, StoredFileFactory(), "授权书.pdf", by=stranger)
    owner.organization.refresh_from_db()
    assert (proof.replaces_owner, owner.organization.verification) == (True, "verified")
    assert told() == [(owner.user.email, "replacement_asked")]


def test_accept_proof_verifies():
    owner, clerk = member(), official()
    proof = services.hand_in_proof(owner.organization.pk, StoredFileFactory(), "授权书.pdf", by=owner)
    services.accept_proof(proof.pk, by=clerk)
    owner.organization.refresh_from_db()
    assert (owner.organization.verification, owner.organization.verified_by) == ("verified", clerk.user)
    assert roles(owner.organization) == {owner.user.email: "owner"}
    assert told() == [(owner.user.email, "proof_accepted")]


@pytest.mark.parametrize("verified", [True, False])
def test_accept_proof_replaces_the_owner_and_whom_nobody_had_verified(verified: bool):
    former, stranger, clerk = member(OrganizationFactory(verified=verified)), oneself(), official()
    editor = member(former.organization, "editor")
    proof = services.hand_in_proof(former.organization.pk, StoredFileFactory(), "授权书.pdf", by=stranger)
    services.accept_proof(proof.pk, by=clerk)
    stays = {editor.user.email: "editor"} if verified else {}
    assert roles(former.organization) == {stranger.user.email: "owner", **stays}
    assert (former.user.email, "owner_replaced") in told()
    assert kinds(former.organization) == ["proof_handed_in", "owner_replaced", "proof_accepted"]


def test_accept_proof_of_editor_raises_the_editor():
    former = member()
    editor = member(former.organization, "editor")
    proof = services.hand_in_proof(former.organization.pk, StoredFileFactory(), "授权书.pdf", by=editor)
    services.accept_proof(proof.pk, by=official())
    assert roles(former.organization) == {editor.user.email: "owner"}


def test_refuse_proof_needs_a_reason():
    with pytest.raises(Refused, match="Say why"):
        services.refuse_proof(AuthorityProofFactory().pk, note_text="  ", by=official())


def test_refuse_proof_puts_organization_back():
    owner, clerk = member(), official()
    proof = services.hand_in_proof(owner.organization.pk, StoredFileFactory(), "授权书.pdf", by=owner)
    services.refuse_proof(proof.pk, note_text="缺公章", by=clerk)
    owner.organization.refresh_from_db()
    assert owner.organization.verification == "unverified"
    assert "缺公章" in Message.objects.get(kind="proof_refused").body


def test_refuse_proof_leaves_a_second_one_pending():
    first = AuthorityProofFactory()
    AuthorityProofFactory(organization=first.organization)
    services.refuse_proof(first.pk, note_text="缺公章", by=official())
    first.organization.refresh_from_db()
    assert first.organization.verification == "pending"


def test_decide_own_proof_is_refused():
    clerk = official()
    proof = AuthorityProofFactory(user=clerk.user)
    with pytest.raises(Refused, match="yourself"):
        services.accept_proof(proof.pk, by=clerk)


def test_decide_by_member_is_refused():
    owner = member()
    proof = AuthorityProofFactory(organization=owner.organization)
    with pytest.raises(Refused, match="official"):
        services.accept_proof(proof.pk, by=owner)


def test_decide_twice_is_refused():
    proof, clerk = AuthorityProofFactory(), official()
    services.accept_proof(proof.pk, by=clerk)
    with pytest.raises(Refused, match="decided already"):
        services.refuse_proof(proof.pk, note_text="缺公章", by=clerk)
    assert AuthorityProof.objects.get().status == "accepted"


def test_messages_come_in_the_language_of_the_recipient():
    owner = member()
    owner.user.language = "en"
    owner.user.save()
    services.ask_access(owner.organization.pk, role="editor", reason="", by=oneself())
    assert "asks for access" in Message.objects.get().subject
