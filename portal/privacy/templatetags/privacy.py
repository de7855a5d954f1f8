"""{% load privacy %}: values of an own-data export, to read."""

import json
from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _

from portal.ui.templatetags.ui import moment

register = template.Library()
MOMENT_LENGTH = len("2026-01-01T00:00:00")


@register.filter
def told(value: Any) -> str:
    """A dash for nothing, yes and no, moments in local time, lists and mappings line by line."""
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return _(", ").join(told(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return _moment(str(value))


def _moment(text: str) -> str:
    if len(text) < MOMENT_LENGTH or text[4:5] != "-" or "T" not in text:
        return text
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return str(moment(found)) if found.tzinfo else text
