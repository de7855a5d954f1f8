"""What a deployment is told about sign-in."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.checks import Warning as Caution


def offices_take_a_second_step(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Said by `check --deploy`: whoever learns an official's password is an official."""
    if settings.MFA_REQUIRED:
        return []
    return [
        Caution(
            "MFA_REQUIRED is off: a password alone opens the offices and the administration.",
            hint="Set MFA_REQUIRED=1; whoever has no second step yet is led to set one up.",
            id="accounts.W001",
        )
    ]
