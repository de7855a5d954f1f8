"""Changes of people and departments that touch more than one row: the one door."""

from portal.accounts.services.absence import (
    carry_out_due,
    end_absence,
    enter_leave,
    hand_over,
    name_deputy,
    recipient,
)
from portal.accounts.services.addresses import confirm_email
from portal.accounts.services.departments import save_department
from portal.accounts.services.invitations import accept, invite, resend, revoke
from portal.accounts.services.posts import appoint, end_post, set_editing, transfer
from portal.accounts.services.standing import deactivate, give_role, reactivate, take_role

__all__ = [
    "accept",
    "appoint",
    "carry_out_due",
    "confirm_email",
    "deactivate",
    "end_absence",
    "end_post",
    "enter_leave",
    "give_role",
    "hand_over",
    "invite",
    "name_deputy",
    "reactivate",
    "recipient",
    "resend",
    "revoke",
    "save_department",
    "set_editing",
    "take_role",
    "transfer",
]
