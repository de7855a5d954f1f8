"""What every page says about the sign-in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def session(request: HttpRequest) -> dict[str, Any]:
    """session_limits: when this sign-in ends, None for a visitor. mfa_required: of offices."""
    return {"session_limits": getattr(request, "limits", None), "mfa_required": settings.MFA_REQUIRED}
