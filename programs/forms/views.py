from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from programs.catalog.models import Program
from programs.forms import screens
from programs.forms.checks import check_form
from programs.forms.models import Form, FormVersion
from programs.forms.versions import draft


def form_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole form as applicants see it, for the admin: as it stands, or `?version=` as published."""
    if not request.user.is_authenticated:
        raise Http404
    mine = Program.objects.editable_by(request.user)
    form = get_object_or_404(Form.objects.select_related("program"), program__in=mine, program__slug=slug)
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
