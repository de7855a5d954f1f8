"""The lists of a file: a line more, a line taken back, verified, or the list said to be complete."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.facts.forms import CompleteForm, line_form
from portal.facts.models import Origin, Qualification
from portal.facts.models.lists import Listed
from portal.facts.parts import PARTS, Part
from portal.facts.stating import enter, state, verify, withdraw
from portal.facts.values import Key
from portal.facts.views.access import PAGE, Reader, reader, refused, section, to_file
from portal.files.pages import download
from portal.files.services import clean_name, store
from portal.organizations import watching
from portal.organizations.views.access import saying_why


def part_named(name: str) -> Part:
    """The list with the name, or 404."""
    if name not in PARTS:
        raise Http404
    return PARTS[name]


def entering_refusal(whose: Reader, part: Part) -> str:
    """Why the reader enters nothing here; "" when they may."""
    if part.by_officials:
        return "" if whose.office else _("Credit records are entered by officials.")
    return whose.edit_refusal


def origin_of(part: Part) -> str:
    return Origin.OFFICIAL if part.by_officials else Origin.ORGANIZATION


def line_of(whose: Reader, part: Part, pk: int) -> Listed:
    """A line of this organization's list, or 404."""
    rows: Any = part.model._default_manager
    row: Listed = get_object_or_404(
        rows.select_related("organization"), pk=pk, organization=whose.organization
    )
    return row


@login_required
@require_http_methods(PAGE)
def file_enter(request: HttpRequest, uscc: str, name: str) -> HttpResponse:
    """A line more."""
    whose, part = reader(request, uscc), part_named(name)
    if refusal := entering_refusal(whose, part):
        return refused(request, uscc, refusal, name)
    form = line_form(part)(request.POST or None, request.FILES or None)
    return section(
        request,
        whose,
        form,
        lambda: _enter(whose, part, form),
        title=_("%(list)s: add") % {"list": part.label},
        anchor=name,
        multipart=name == "qualifications",
    )


def _enter(whose: Reader, part: Part, form: Any) -> None:
    row = form.instance
    row.organization, row.origin = whose.organization, origin_of(part)
    if upload := form.cleaned_data.get("file"):
        row.evidence, row.evidence_name = store(upload, whose.capacity.user), clean_name(upload.name)
    enter(row, whose.capacity)


@login_required
@require_http_methods(PAGE)
def file_complete(request: HttpRequest, uscc: str, name: str) -> HttpResponse:
    """That is all there is: what the list does not have is no, and no longer unknown."""
    whose, part = reader(request, uscc), part_named(name)
    if refusal := entering_refusal(whose, part):
        return refused(request, uscc, refusal, name)
    form = CompleteForm(request.POST or None)

    def save() -> None:
        values: dict[Key, Any] = {(part.complete, None): form.cleaned_data["on"]}
        state(whose.organization.pk, values, origin=origin_of(part), by=whose.capacity)

    title = _("%(list)s: that is all there is") % {"list": part.label}
    return section(request, whose, form, save, title=title, anchor=name)


@login_required
@require_http_methods(PAGE)
def file_take_back(request: HttpRequest, uscc: str, name: str, pk: int) -> HttpResponse:
    """Ask first, then take a line back."""
    whose, part = reader(request, uscc), part_named(name)
    row = line_of(whose, part, pk)
    if request.method == "POST":
        with saying_why(request):
            withdraw(row, whose.capacity)
        return to_file(uscc, name)
    context = {
        "question": _("Take back “%(line)s”?") % {"line": row},
        "consequence": _("It no longer counts. That it was stated, and by whom, stays on record."),
        "button": _("Take back"),
        "back_url": reverse("organization_papers", args=[uscc]) + f"#{name}",
    }
    return render(request, "ui/confirm.html", context)


@login_required
@require_POST
def file_verify_line(request: HttpRequest, uscc: str, name: str, pk: int) -> HttpResponse:
    """An official found a line to be true."""
    whose, part = reader(request, uscc), part_named(name)
    with saying_why(request):
        verify(line_of(whose, part, pk), whose.capacity)
    return to_file(uscc, name)


@login_required
@require_GET
def file_evidence(request: HttpRequest, uscc: str, pk: int) -> HttpResponseBase:
    """The certificate of a qualification."""
    whose = reader(request, uscc)
    row: Any = get_object_or_404(
        Qualification.objects.select_related("evidence"),
        pk=pk,
        organization=whose.organization,
        evidence__isnull=False,
    )
    watching.papers(request, whose.organization, row.evidence_name)
    return download(request, row.evidence, row.evidence_name)
