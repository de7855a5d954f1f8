from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from programs.catalog.models import Program
from programs.forms import screens
from programs.forms.checks import check_form
from programs.forms.models import Form, FormVersion
from programs.forms.versions import draft


def _mine(request: HttpRequest, slug: str) -> Form:
    """The form, for who edits its program."""
    if not request.user.is_authenticated:
        raise Http404
    mine = Program.objects.editable_by(request.user)
    return get_object_or_404(Form.objects.select_related("program"), program__in=mine, program__slug=slug)


# The page of both widths frames the preview, which nothing else of the portal does with anything.
FRAMED: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}
FRAMING: dict[str, Any] = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}


@csp_override(FRAMING)
def form_widths(request: HttpRequest, slug: str) -> HttpResponse:
    """The preview as a phone and as a screen show it, one above the other."""
    return render(request, "forms/widths.html", {"form": _mine(request, slug)})


@csp_override(FRAMED)
@xframe_options_sameorigin
def form_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole form as applicants see it, for the admin: as it stands, or `?version=` as published."""
    form = _mine(request, slug)
    version = _version(form, request.GET.get("version", ""))
    context = {
        "form": form,
        "version": version,
        "sections": screens.sections(version),
        "gaps": [] if version.number else check_form(form),
        "nothing": {},
    }
    return render(request, "forms/preview.html", context)


def _version(form: Form, number: str) -> FormVersion:
    if not number:
        return draft(form)
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise Http404
    return get_object_or_404(form.versions, number=int(number))
