"""Pages for people who write programs against the API: the reference, how to begin, what changes."""

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.ui.api_reference import reference

SNIPPETS = Path(__file__).parent / "snippets"
PIECE = 16 * 1024 * 1024  # bytes of an upload that come in one request at most
# What programs notice, the newest first.
CHANGES = [
    (
        date(2026, 11, 22),
        [
            _("Tokens may be narrowed to areas, to one capacity and to addresses; /tokens/ manages them."),
            _("Every answer says how many requests are left (RateLimit-Limit, -Remaining, -Reset)."),
            _("?fields= leaves out what you do not need."),
            _("/applications/export/, /organizations/export/ and /events/export/ stream whole lists."),
            _("/uploads/ takes large files in pieces (tus 1.0)."),
            _("/experts/ and /panels/ for officials, /reviews/ for experts."),
            _("Applications have /reuse/, /sealed-pages/ and /paper-copies/; rounds tell their extensions."),
        ],
    ),
    (date(2026, 11, 21), [_("The first version, /api/v1/.")]),
]


@cache
def snippets() -> dict[str, str]:
    """The examples by name, exactly as the tests run them."""
    return {path.stem: path.read_text().rstrip() for path in SNIPPETS.iterdir() if path.is_file()}


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """The API's description as a page."""
    return render(request, "ui/api_docs.html", {"reference": reference()})


@require_safe
def getting_started(request: HttpRequest) -> HttpResponse:
    """From a token to a draft and a whole list, in a few lines."""
    portal = f"{request.scheme}://{request.get_host()}"
    context = {
        "snippets": snippets(),
        "portal": portal,
        "rate": settings.API_RATE,
        "one_request": settings.UPLOAD_MAX_BYTES,
        "in_pieces": settings.RESUMABLE_MAX_BYTES,
        "piece": PIECE,
    }
    return render(request, "ui/api_getting_started.html", context)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What has changed, and what will not change without notice."""
    return render(request, "ui/api_changes.html", {"changes": CHANGES})
