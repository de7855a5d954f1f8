"""Pages of API tokens: make one, see its key once, end it."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts import scopes, tokens
from portal.accounts.capacities import capacities_of, held
from portal.accounts.models import ApiToken, User
from portal.accounts.second_factor import passed
from portal.accounts.token_forms import TokenForm

MOST_TOKENS = 100


def person(request: HttpRequest) -> User:
    """Who is signed in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def live_tokens(user: User) -> list[ApiToken]:
    """The tokens that were not revoked, then those that were; newest first."""
    return list(user.api_tokens.order_by(F("revoked_at").desc(nulls_first=True), "-created_at")[:MOST_TOKENS])


def in_words(token: ApiToken) -> list[str]:
    """What a token may do, a line each; capacity and addresses only where they narrow it."""
    words = dict(scopes.choices())
    lines = [words.get(scope, scope) for scope in token.scopes] or [str(token.get_scope_display())]
    if token.capacity:
        capacity = held(capacities_of(token.user), token.capacity)
        lines.append(_("Only as %(capacity)s") % {"capacity": capacity.label if capacity else token.capacity})
    if token.addresses:
        lines.append(_("Only from %(addresses)s") % {"addresses": " ".join(token.addresses)})
    return lines


@never_cache
@login_required
@reauthentication_required(allow_get=True)
@require_http_methods(["GET", "HEAD", "POST"])
def create_token(request: HttpRequest) -> HttpResponse:
    """Say what a token may do; make it and show its key, this once."""
    user = person(request)
    form = TokenForm(request.POST or None, capacities=capacities_of(user))
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "accounts/token_new.html", {"form": form}, status=status)
    data = form.cleaned_data
    token, key = tokens.create(
        user, data["name"], data["scope"], form.lifetime(), form.limits(), second_factor=passed(request)
    )
    return render(request, "accounts/token.html", {"token": token, "key": key, "lines": in_words(token)})


@login_required
@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token of one's own."""
    token = get_object_or_404(person(request).api_tokens, pk=pk)
    tokens.revoke(token)
    messages.success(request, _("“%(name)s” no longer opens anything.") % {"name": token.name})
    return redirect(f"{reverse('account_settings')}#tokens")
