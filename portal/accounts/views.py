"""Pages of people."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts import todo, tokens
from portal.accounts.capacities import acting_as, held
from portal.accounts.forms import AccountForm, TokenForm
from portal.accounts.languages import remember_language
from portal.accounts.middleware import SESSION_KEY
from portal.accounts.models import ApiToken, User

# Pages that every capacity may read: a switch stays there.
SHARED_PAGES = ("/programs/", "/policies/", "/help/", "/account/", "/messages/", "/rounds/")
MOST_TOKENS = 100


def person(request: HttpRequest) -> User:
    """Who is signed in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@login_required
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """What waits for the reader; officials work at their workbench."""
    capacity = acting_as(request)
    if capacity.kind == "department":
        try:
            return redirect("workbench")
        except NoReverseMatch:
            pass
    panels = todo.panels(request)
    context = {
        "who": capacity.user if capacity.kind == "self" else capacity.label,
        "todos": todo.todos(request),
        "panels": [panel for panel in panels if not panel.side],
        "side_panels": [panel for panel in panels if panel.side],
    }
    return render(request, "accounts/dashboard.html", context)


@login_required
@require_POST
def switch_capacity(request: HttpRequest) -> HttpResponse:
    """Act in another capacity from now on in this session."""
    chosen = held(request.capacities, request.POST.get("capacity", ""))  # type: ignore[attr-defined]  # ours
    if chosen is None:
        raise Http404
    request.session[SESSION_KEY] = chosen.key
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    stays = safe and target.startswith(SHARED_PAGES)
    return redirect(target if stays else "dashboard")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_settings(request: HttpRequest) -> HttpResponse:
    """Name, telephone, language; ways to the password, the capacities and the tokens."""
    user = person(request)
    form = AccountForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(
            request, _("Saved: %(name)s, %(phone)s.") % {"name": saved.name, "phone": saved.phone or "—"}
        )
        response = redirect("account_settings")
        remember_language(response, saved.language)
        return response
    context = {"form": form, "tokens": live_tokens(user), "token_form": TokenForm()}
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)


def live_tokens(user: User) -> list[ApiToken]:
    """The tokens that were not revoked, then those that were; newest first."""
    return list(user.api_tokens.order_by(F("revoked_at").desc(nulls_first=True), "-created_at")[:MOST_TOKENS])


@never_cache
@login_required
@reauthentication_required(allow_get=True)
@require_http_methods(["GET", "HEAD", "POST"])
def create_token(request: HttpRequest) -> HttpResponse:
    """Make a token and show its key, this once."""
    if request.method != "POST":
        return redirect(f"{reverse('account_settings')}#tokens")
    user, form = person(request), TokenForm(request.POST)
    if not form.is_valid():
        context = {"form": AccountForm(instance=user), "tokens": live_tokens(user), "token_form": form}
        return render(request, "accounts/account.html", context, status=422)
    token, key = tokens.create(user, form.cleaned_data["name"], form.cleaned_data["scope"])
    return render(request, "accounts/token.html", {"token": token, "key": key})


@login_required
@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token of one's own."""
    token = get_object_or_404(person(request).api_tokens, pk=pk)
    tokens.revoke(token)
    messages.success(request, _("“%(name)s” no longer opens anything.") % {"name": token.name})
    return redirect(f"{reverse('account_settings')}#tokens")
