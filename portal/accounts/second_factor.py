"""The second step at sign-in: whom it is asked of, and whether this session has passed it.

Officials, experts, auditors and administrators act for the public or read what others entrusted to it; the
setting MFA_REQUIRED asks a second step of them. Acting for oneself or for an organization stays open.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from portal.accounts.capacities import Capacity
from portal.accounts.models import User

FREE_KINDS = ("self", "organization")
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def asked_of(capacity: Capacity) -> bool:
    """Whether acting in the capacity needs a second step."""
    return settings.MFA_REQUIRED and capacity.kind not in FREE_KINDS


def passed(request: HttpRequest) -> bool:
    """Whether who is signed in took a second step in this session."""
    if not isinstance(request.user, User):
        return False
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def has_factor(user: User) -> bool:
    """Whether a person has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def note_setting_up(request: HttpRequest, user: User, authenticator: Authenticator, **_more: Any) -> None:
    """Whoever has just set one up has shown it: no need to ask again in this session."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", type=authenticator.type)


def note_removal(request: HttpRequest, user: User, **_more: Any) -> None:
    """Without any second step left, the session has not passed one either."""
    if has_factor(user):
        return
    records = get_authentication_records(request, user)
    kept = [record for record in records if record.get("method") != "mfa"]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


def reset(user: User) -> None:
    """Take all second steps away and sign the person out: an administrator's help, told by mail."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        for session in UserSession.objects.filter(user=user):
            session.end()
    get_adapter().send_notification_mail("mfa/email/totp_deactivated", user, {"user": user})
