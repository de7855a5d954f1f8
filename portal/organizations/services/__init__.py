"""The one door for every change of an organization, its people and its verification."""

from portal.organizations.services.invitations import accept, invite, resend, revoke
from portal.organizations.services.people import (
    ask_access,
    change_role,
    grant_access,
    hand_over,
    leave,
    refuse_access,
    remove_member,
)
from portal.organizations.services.registration import AlreadyRegistered, edit, register
from portal.organizations.services.verification import accept_proof, hand_in_proof, may_renew, refuse_proof

__all__ = [
    "AlreadyRegistered",
    "accept",
    "accept_proof",
    "ask_access",
    "change_role",
    "edit",
    "grant_access",
    "hand_in_proof",
    "hand_over",
    "invite",
    "leave",
    "may_renew",
    "refuse_access",
    "refuse_proof",
    "register",
    "remove_member",
    "resend",
    "revoke",
]
