"""Messages about organizations, one function each, in the recipient's language."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.inbox.services import in_language, send
from portal.organizations.models import AccessRequest, AuthorityProof, Membership, Organization

KINDS = (
    "access_requested",
    "access_granted",
    "access_refused",
    "role_changed",
    "member_removed",
    "replacement_asked",
    "owner_replaced",
    "proof_accepted",
    "proof_refused",
)


def _file(organization: Organization) -> str:
    return reverse("organization", args=[organization.uscc])


def access_requested(asked: AccessRequest, owner: User) -> None:
    """To an owner: somebody wants to be let in."""
    names = {"person": str(asked.user), "email": asked.user.email, "organization": asked.organization.name}
    with in_language(owner):
        send(
            owner,
            "access_requested",
            f"access-requested:{asked.pk}:{owner.pk}",
            _("%(person)s asks for access to %(organization)s") % names,
            _(
                "%(person)s (%(email)s) asks to be let into the file of %(organization)s. Let only people in "
                "whom you know: they can read and, as editors, write its applications."
            )
            % names
            + (f"\n\n{asked.reason}" if asked.reason else ""),
            f"{_file(asked.organization)}#access-requests",
        )


def access_granted(asked: AccessRequest, membership: Membership) -> None:
    """To who asked: come in."""
    names = {"organization": asked.organization.name, "role": ""}
    with in_language(asked.user):
        names["role"] = str(membership.get_role_display())
        send(
            asked.user,
            "access_granted",
            f"access-granted:{asked.pk}",
            _("You now act for %(organization)s") % names,
            _("The owner of %(organization)s has let you in as: %(role)s.") % names,
            _file(asked.organization),
        )


def access_refused(asked: AccessRequest) -> None:
    """To who asked: no."""
    names = {"organization": asked.organization.name}
    with in_language(asked.user):
        send(
            asked.user,
            "access_refused",
            f"access-refused:{asked.pk}",
            _("You were not let into %(organization)s") % names,
            _(
                "The owner of %(organization)s has refused your request. If the owner no longer works there, "
                "hand in a proof of authority."
            )
            % names,
            reverse("organization_join", args=[asked.organization.uscc]),
        )


def role_changed(membership: Membership) -> None:
    """To a member: another role."""
    names = {"organization": membership.organization.name, "role": ""}
    with in_language(membership.user):
        names["role"] = str(membership.get_role_display())
        send(
            membership.user,
            "role_changed",
            f"role-changed:{membership.pk}:{membership.organization.events.count()}",
            _("Your role in %(organization)s has changed") % names,
            _("You are now: %(role)s.") % names,
            _file(membership.organization),
        )


def member_removed(membership: Membership) -> None:
    """To a former member."""
    names = {"organization": membership.organization.name}
    with in_language(membership.user):
        send(
            membership.user,
            "member_removed",
            f"member-removed:{membership.pk}",
            _("You no longer act for %(organization)s") % names,
            _("An owner of %(organization)s has removed you from its file.") % names,
            reverse("dashboard"),
        )


def replacement_asked(proof: AuthorityProof, owner: User) -> None:
    """To an owner: somebody handed in a proof to take their place."""
    names = {"person": str(proof.user), "email": proof.user.email, "organization": proof.organization.name}
    with in_language(owner):
        send(
            owner,
            "replacement_asked",
            f"replacement-asked:{proof.pk}:{owner.pk}",
            _("Somebody wants to replace you as owner of %(organization)s") % names,
            _(
                "%(person)s (%(email)s) has handed in a letter saying that they act for %(organization)s in "
                "your place. An official checks it. If this is wrong, tell the department at once."
            )
            % names,
            _file(proof.organization),
        )


def owner_replaced(proof: AuthorityProof, owner: User) -> None:
    """To a former owner."""
    names = {"person": str(proof.user), "organization": proof.organization.name}
    with in_language(owner):
        send(
            owner,
            "owner_replaced",
            f"owner-replaced:{proof.pk}:{owner.pk}",
            _("You no longer own the file of %(organization)s") % names,
            _("An official has accepted a proof of authority: %(person)s is now the owner.") % names,
            reverse("dashboard"),
        )


def proof_accepted(proof: AuthorityProof) -> None:
    """To who handed it in."""
    names = {"organization": proof.organization.name}
    with in_language(proof.user):
        send(
            proof.user,
            "proof_accepted",
            f"proof-accepted:{proof.pk}",
            _("%(organization)s is verified") % names,
            _("Your proof of authority has been accepted. You are an owner of %(organization)s.") % names,
            _file(proof.organization),
        )


def proof_refused(proof: AuthorityProof) -> None:
    """To who handed it in: why not, and what to do."""
    names = {"organization": proof.organization.name, "reason": proof.note}
    address = "organization_join" if proof.replaces_owner else "organization"
    with in_language(proof.user):
        send(
            proof.user,
            "proof_refused",
            f"proof-refused:{proof.pk}",
            _("The proof for %(organization)s was not accepted") % names,
            _("Reason: %(reason)s\n\nHand in a proof that answers this.") % names,
            reverse(address, args=[proof.organization.uscc]),
        )
