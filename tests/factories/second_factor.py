"""People with an authenticator app, and the codes it shows."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from portal.accounts.models import User


def with_app(user: User) -> str:
    """Set an authenticator app up; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def shown(secret: str, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def recovery_codes(user: User) -> list[str]:
    """The codes a person may keep on paper."""
    return RecoveryCodes.activate(user).get_unused_codes()
