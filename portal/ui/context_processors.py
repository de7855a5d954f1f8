"""What every page's frame needs. Everything that costs a query is lazy: it runs only where it is shown."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.ui import navigation
from portal.ui.texts import current_language, html_language

THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """The reader's choice: light, dark, or "" to follow the device."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


def shell_of(request: HttpRequest) -> str:
    """The shell of the capacity the request acts in (navigation.SHELLS)."""
    capacity = getattr(request, "capacity", None)
    return navigation.SHELLS.get(capacity.kind if capacity else None, "public")


def shell(request: HttpRequest) -> dict[str, Any]:
    """shell_kind, shell_template, nav_items, nav_groups, tool_items, capacity and the reader's choices."""
    kind = shell_of(request)
    language = current_language()
    nav_items: Any = SimpleLazyObject(lambda: navigation.links(kind, request))
    return {
        "shell_kind": kind,
        "shell_template": "ui/official.html" if kind in navigation.SIDE_SHELLS else "ui/public.html",
        "nav_items": nav_items,
        "nav_groups": SimpleLazyObject(lambda: navigation.grouped(nav_items)),
        "tool_items": SimpleLazyObject(lambda: navigation.links("tools", request)),
        "capacity": getattr(request, "capacity", None),
        "capacities": getattr(request, "capacities", []),
        "demo": settings.DEMO,
        "theme": theme_of(request),
        "html_language": html_language(language),
        "languages": [(code, name, html_language(code)) for code, name in settings.LANGUAGES],
        "return_to": request.get_full_path() if request.method in ("GET", "HEAD") else "/",
    }
