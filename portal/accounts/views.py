"""Pages of people."""

from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts import todo
from portal.accounts.capacities import Capacity, acting_as, held
from portal.accounts.forms import AccountForm
from portal.accounts.languages import remember_language
from portal.accounts.middleware import SESSION_KEY
from portal.accounts.models import User
from portal.accounts.phones import masked, verified_mobile
from portal.accounts.second_factor import has_factor
from portal.accounts.token_views import in_words, live_tokens, person
from portal.ui import navigation

# Pages that every capacity may read: a switch stays there.
SHARED_PAGES = ("/programs/", "/policies/", "/help/", "/account/", "/messages/", "/rounds/")


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
        "panels": [panel for panel in panels if not panel.side and not panel.wide],
        "side_panels": [panel for panel in panels if panel.side],
        "wide_panels": [panel for panel in panels if panel.wide],
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
    back = request.POST.get("back", "")  # a page that the chosen capacity is known to read
    if back and own_address(request, back):
        return redirect(back)
    target = request.POST.get("next", "")
    stays = own_address(request, target) and readable_by(chosen, target)
    return redirect(target if stays else "dashboard")


def own_address(request: HttpRequest, target: str) -> bool:
    """Whether the address is one of the portal's."""
    return url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())


def readable_by(capacity: Capacity, target: str) -> bool:
    """Whether the page is for everybody, or stands in the navigation of the capacity."""
    if target.startswith(SHARED_PAGES):
        return True
    path = urlsplit(target).path
    return path in {url for _item, url in navigation.resolved(navigation.SHELLS[capacity.kind])}


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
    rows = [(token, in_words(token)) for token in live_tokens(user)]
    mobile = verified_mobile(user)
    context = {
        "form": form,
        "tokens": rows,
        "mobile": masked(mobile) if mobile else "",
        "has_factor": has_factor(user),
        "sign_on": settings.OIDC_NAME,
        "connected": bool(settings.OIDC_NAME) and SocialAccount.objects.filter(user=user).exists(),
    }
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)
