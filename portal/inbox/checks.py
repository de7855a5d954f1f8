"""What `manage.py check --deploy` says about mail."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def demonstration_is_off(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """In the demonstration everybody reads every mail, the links for a new password included."""
    if not settings.DEMO:
        return []
    return [
        Error("DEMO is on: /demo/mail/ shows every mail to everybody.", hint="Unset DEMO.", id="inbox.E001")
    ]
