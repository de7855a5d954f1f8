"""What `manage.py check --deploy` says about webhooks."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def loopback_is_off(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """An organization could otherwise have the portal talk to services of its own machine."""
    if not settings.WEBHOOKS_TO_LOOPBACK:
        return []
    return [
        Error(
            "WEBHOOKS_TO_LOOPBACK is on: organizations reach services of this machine.",
            hint="Unset WEBHOOKS_TO_LOOPBACK.",
            id="webhooks.E001",
        )
    ]
