"""My data: a copy, corrections, consents, closing the account."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.views import person
from portal.api.problems import Refused
from portal.privacy.forms import CorrectionForm
from portal.privacy.models import DataExport
from portal.privacy.services import closing, consent, corrections, export


@never_cache
@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What one may ask for, and where it stands."""
    return _page(request, CorrectionForm())


def _page(request: HttpRequest, form: CorrectionForm, status: int = 200) -> HttpResponse:
    user = person(request)
    context = {
        "export": user.data_exports.first(),
        "now": timezone.now(),
        "form": form,
        "corrections": user.corrections.all()[:20],
        "consents": user.consents.select_related("notice")[:20],
        "closing": closing.waiting(user),
    }
    return render(request, "privacy/mine.html", context, status=status)


@login_required
@require_POST
@reauthentication_required
def start_export(request: HttpRequest) -> HttpResponse:
    """Have a copy made."""
    try:
        export.ask(person(request), timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The copy is being made. You get a message when it is ready."))
    return redirect("my_data")


def _content(request: HttpRequest, pk: int) -> DataExport:
    """A copy of one's own that can still be downloaded; else 404."""
    ready = person(request).data_exports.filter(content__isnull=False, expires_at__gt=timezone.now())
    return get_object_or_404(ready, pk=pk)


@never_cache
@login_required
@require_safe
@reauthentication_required(allow_get=False)
def export_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy to read and print."""
    found = _content(request, pk)
    sections = (found.content or {}).get("sections", [])
    context = {
        "export": found,
        "sections": [section for section in sections if section["rows"]],
        "empty": [section["label"] for section in sections if not section["rows"]],
    }
    return render(request, "privacy/export.html", context)


@never_cache
@login_required
@require_safe
@reauthentication_required(allow_get=False)
def export_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy as JSON."""
    found = _content(request, pk)
    response = JsonResponse(found.content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="my-data-{found.asked_at:%Y%m%d}.json"'
    return response


@login_required
@require_POST
def ask_correction(request: HttpRequest) -> HttpResponse:
    """Ask for a correction."""
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        corrections.ask(person(request), form.cleaned_data["wish"], timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, form, status=409)
    messages.success(request, _("Your request has been passed on. You get a message with the answer."))
    return redirect(f"{reverse('my_data')}#corrections")


@login_required
@require_POST
def withdraw_consent(request: HttpRequest, kind: str) -> HttpResponse:
    """Take back a separate consent."""
    try:
        count = consent.withdraw(person(request), kind, timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("my_data")
    if not count:
        raise Http404
    messages.success(request, _("Your consent has been withdrawn."))
    return redirect(f"{reverse('my_data')}#consents")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def close_account(request: HttpRequest) -> HttpResponse:
    """Close the account: what happens, what stands in the way, and the button."""
    user = person(request)
    if closing.waiting(user):
        return redirect("my_data")
    if request.method == "POST":
        try:
            closing.ask(user, timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("close_account")
        messages.success(request, _("Your account will be closed in seven days. Until then you can keep it."))
        return redirect("my_data")
    return render(request, "privacy/close.html", {"obstacles": closing.obstacles(user)})


@login_required
@require_POST
def keep_account(request: HttpRequest) -> HttpResponse:
    """Change one's mind within the seven days."""
    if closing.cancel(person(request), timezone.now()):
        messages.success(request, _("Your account stays."))
    return redirect("my_data")
