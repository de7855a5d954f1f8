"""The notice by version, and agreeing to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.views import person
from portal.privacy import registry
from portal.privacy.forms import address_of
from portal.privacy.middleware import SESSION_KEY
from portal.privacy.models import Notice, Retention
from portal.privacy.reading import blocks
from portal.privacy.services import consent
from portal.ui.texts import localized


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """The privacy notice in force."""
    notice = consent.current(Notice.Kind.PORTAL)
    if notice is None:
        raise Http404
    return _page(request, notice)


@require_safe
def version(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One version, in force or not; one still to come is not shown."""
    shown = Notice.objects.filter(since__lte=timezone.now())
    return _page(request, get_object_or_404(shown, kind=kind, version=number))


def _page(request: HttpRequest, notice: Notice) -> HttpResponse:
    versions = Notice.objects.filter(kind=notice.kind, since__lte=timezone.now())
    periods = [
        {"label": registry.kinds[row.kind].label, "days": row.days, "basis": row}
        for row in Retention.objects.filter(active=True)
        if row.kind in registry.kinds
    ]
    context = {
        "notice": notice,
        "blocks": blocks(localized(notice, "body")),
        "versions": versions,
        "periods": periods if notice.kind == Notice.Kind.PORTAL else [],
    }
    return render(request, "privacy/notice.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, kind: str) -> HttpResponse:
    """Read the version in force, agree, and go on to where one was going."""
    user, notice = person(request), consent.current(kind)
    if notice is None:
        raise Http404
    target = _safe(request, (request.POST if request.method == "POST" else request.GET).get("next", ""))
    if request.method == "POST":
        if not request.POST.get("agree"):
            return _ask(request, notice, target, status=422)
        consent.agree(user, notice, address=address_of(request), at=timezone.now())
        request.session.pop(SESSION_KEY, None)
        messages.success(request, _("Your consent has been recorded."))
        return redirect(target)
    return _ask(request, notice, target)


def _ask(request: HttpRequest, notice: Notice, target: str, status: int = 200) -> HttpResponse:
    context = {
        "notice": notice,
        "blocks": blocks(localized(notice, "body")),
        "next": target,
        "missing": status != 200,
        "separate": notice.kind != Notice.Kind.PORTAL,
    }
    return render(request, "privacy/agree.html", context, status=status)


def _safe(request: HttpRequest, target: str) -> str:
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe and target.startswith("/") else "/todo/"
