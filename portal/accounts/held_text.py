"""Text sent after the sign-in had ended: kept in the new session, offered to the same person afterwards."""

from typing import TypedDict
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

KEY = "held_text"
MOST_CHARACTERS = 200_000
SECRET_WORDS = ("password", "csrfmiddlewaretoken", "credential", "code", "otp")
MARKS = ("shown_to", "seen", "next")  # what pages add for themselves


class Held(TypedDict):
    """user: whose it is. path: where it was sent. fields: names and values, in order."""

    user: int
    path: str
    fields: list[tuple[str, str]]


def hold(request: HttpRequest, user_pk: int) -> bool:
    """Keep the fields of a form; False for what is secret, empty or too long. Files cannot be kept."""
    if request.path.startswith("/account/"):
        return False
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name.lower() for word in SECRET_WORDS)
    ]
    if not fields or sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return False
    request.session[KEY] = Held(user=user_pk, path=request.get_full_path(), fields=fields)
    return True


def sign_in_address() -> str:
    """The sign-in page, which leads on to the kept text."""
    return f"{reverse('account_login')}?{urlencode({'next': reverse('kept_text')})}"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def kept_text(request: HttpRequest) -> HttpResponse:
    """Shows what was kept, to be sent again or thrown away. Nothing is sent without the person's press."""
    held: Held | None = request.session.get(KEY)
    if held is None or held["user"] != request.user.pk:
        request.session.pop(KEY, None)
        return redirect("dashboard")
    if request.method == "POST":
        del request.session[KEY]
        messages.success(request, _("The text has been thrown away."))
        return redirect("dashboard")
    shown = [value for name, value in held["fields"] if value.strip() and name not in MARKS]
    return render(request, "accounts/kept_text.html", {"held": held, "shown": shown})
