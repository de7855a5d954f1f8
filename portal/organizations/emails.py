"""Messages about organizations, one function each. The words are in `texts`."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.inbox.services import Note, Told, send_all
from portal.organizations.models import (
    AccessRequest,
    AuthorityProof,
    MemberInvitation,
    Membership,
    Organization,
)
from portal.ui.formats import dates
from portal.ui.texts import current_language


def _tell(
    reader: User, kind: str, key: str, organization: Organization, url: str, **more: Callable[[], object]
) -> None:
    """Send one message; `more` are values of places, made in the reader's language."""

    def tell() -> Told:
        values = {name: make() for name, make in more.items()}
        return Told({"organization": organization.name, **values}, url)

    send_all([Note(reader, kind, key, tell=tell)])


def _file(organization: Organization) -> str:
    return reverse("organization", args=[organization.uscc])


def _who(person: User) -> dict[str, Callable[[], object]]:
    return {"person": lambda: person, "email": lambda: person.email}


def access_requested(asked: AccessRequest, owner: User) -> None:
    """To an owner: somebody wants to be let in."""
    key, url = f"access-requested:{asked.pk}:{owner.pk}", f"{_file(asked.organization)}#access-requests"
    who = _who(asked.user)
    _tell(owner, "access_requested", key, asked.organization, url, reason=lambda: asked.reason, **who)


def access_granted(asked: AccessRequest, membership: Membership) -> None:
    """To who asked: come in."""
    key, role = f"access-granted:{asked.pk}", membership.get_role_display
    url = _file(asked.organization)
    _tell(asked.user, "access_granted", key, asked.organization, url, role=role)


def access_refused(asked: AccessRequest) -> None:
    """To who asked: no."""
    url = reverse("organization_join", args=[asked.organization.uscc])
    _tell(asked.user, "access_refused", f"access-refused:{asked.pk}", asked.organization, url)


def role_changed(membership: Membership) -> None:
    """To a member: another role."""
    organization, role = membership.organization, membership.get_role_display
    key = f"role-changed:{membership.pk}:{organization.events.count()}"
    _tell(membership.user, "role_changed", key, organization, _file(organization), role=role)


def member_removed(membership: Membership) -> None:
    """To a former member."""
    key, url = f"member-removed:{membership.pk}", reverse("dashboard")
    _tell(membership.user, "member_removed", key, membership.organization, url)


def replacement_asked(proof: AuthorityProof, owner: User) -> None:
    """To an owner: somebody handed in a proof to take their place."""
    key, url = f"replacement-asked:{proof.pk}:{owner.pk}", _file(proof.organization)
    _tell(owner, "replacement_asked", key, proof.organization, url, **_who(proof.user))


def owner_replaced(proof: AuthorityProof, owner: User) -> None:
    """To a former owner."""
    key, url = f"owner-replaced:{proof.pk}:{owner.pk}", reverse("dashboard")
    _tell(owner, "owner_replaced", key, proof.organization, url, person=lambda: proof.user)


def proof_accepted(proof: AuthorityProof) -> None:
    """To who handed it in."""
    organization, key = proof.organization, f"proof-accepted:{proof.pk}"
    _tell(proof.user, "proof_accepted", key, organization, _file(organization))


def proof_refused(proof: AuthorityProof) -> None:
    """To who handed it in: why not, and what to do."""
    address = "organization_join" if proof.replaces_owner else "organization"
    url, key = reverse(address, args=[proof.organization.uscc]), f"proof-refused:{proof.pk}"
    _tell(proof.user, "proof_refused", key, proof.organization, url, reason=lambda: proof.note)


def invited(row: MemberInvitation, token: str) -> None:
    """To an address, whose owner needs no account yet: the offer of a place with its link."""
    with translation.override(row.language):
        facts = {
            "organization": row.organization.name,
            "role": row.get_role_display(),
            "person": str(row.invited_by),
            "until": dates.moment(row.expires_at, current_language()),
            "link": settings.SITE_URL.rstrip("/") + reverse("member_invitation", args=[token]),
        }
        body = _(
            "%(person)s invites you to work in Kechuang for %(organization)s as: %(role)s.\n\n"
            "Open this link, sign in or create an account with this e-mail address, and accept:\n%(link)s\n\n"
            "The link works once, until %(until)s. If you do not know what this is about, do nothing."
        )
        subject = _("Invitation to %(organization)s") % facts
        EmailMessage(subject, body % facts, to=[row.email]).send()


def invitation_accepted(row: MemberInvitation) -> None:
    """To who invited: the person is in."""
    assert row.accepted_by is not None
    key, role = f"invitation-accepted:{row.pk}", row.get_role_display
    url, who = f"{_file(row.organization)}#people", _who(row.accepted_by)
    _tell(row.invited_by, "invitation_accepted", key, row.organization, url, role=role, **who)
