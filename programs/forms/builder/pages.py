"""The builder's pages of a form: its outline, a section, and what is taken out."""

import re
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.capacities import acting
from portal.api.problems import Refused
from programs.catalog.rules import Actor
from programs.forms.builder import copying, marks, ordering, services
from programs.forms.builder.outline import outline_of
from programs.forms.builder.question_forms import SectionForm
from programs.forms.builder.showing import admin_form, page
from programs.forms.builder.uses import uses_of
from programs.forms.models import Form, Question, Section

Site = admin.ModelAdmin
DO = re.compile(r"(?P<what>up|down|place|copy)-(?P<kind>section|question)(?P<figures>(?:-[0-9]{1,17}){1,3})")


def actor(request: HttpRequest) -> Actor:
    """Who does it."""
    assert request.user.is_authenticated
    return acting(request) or request.user


def form_of(site: Site, request: HttpRequest, object_id: str, *, change: bool = True) -> Form:
    """The form, for who may see or change it."""
    row = site.get_object(request, object_id)
    if row is None:
        raise Http404
    allowed = site.has_change_permission if change else site.has_view_permission
    if not allowed(request, row):
        raise PermissionDenied
    found: Form = row
    return found


def url(form: Form, name: str, *arguments: int, anchor: str = "") -> str:
    """The address of one of the builder's pages."""
    return reverse(f"admin:forms_form_{name}", args=[form.pk, *arguments]) + (f"#{anchor}" if anchor else "")


def outline(site: Site, request: HttpRequest, object_id: str) -> HttpResponse:
    """Every section and question in order; a POST moves or copies one."""
    form = form_of(site, request, object_id, change=request.method == "POST")
    if request.method == "POST":
        return _done(request, form)
    context = page(site, request, form, _("Form of %(program)s") % {"program": form.program})
    may_change = site.has_change_permission(request, form)
    shown = outline_of(form) | {"seen": marks.of_order(form), "may_change": may_change}
    return TemplateResponse(request, "admin/forms/outline.html", context | shown)


def _done(request: HttpRequest, form: Form) -> HttpResponse:
    """`do` is what, of what, its number, and where to: up-question-12 or place-question-12-3-0."""
    asked = DO.fullmatch(request.POST.get("do", ""))
    if asked is None:
        raise Http404
    what, kind = asked["what"], asked["kind"]
    figures = [int(figure) for figure in asked["figures"].split("-")[1:]]
    anchor = f"{kind}-{figures[0]}"
    try:
        if what in ("up", "down"):
            ordering.step(
                form.pk, kind, figures[0], what, seen=request.POST.get("seen", ""), by=actor(request)
            )
        elif what == "place" and len(figures) == 3:
            _place(request, form, figures)
        elif what == "copy":
            anchor = _copied(request, form, kind, figures[0])
        else:
            raise Http404
    except Refused as refused:
        messages.error(request, str(refused))
    if (back := request.POST.get("back", "")).isdigit():  # from the page of the question it is a part of
        return HttpResponseRedirect(url(form, "question", int(back), anchor="parts"))
    return HttpResponseRedirect(url(form, "change", anchor=anchor))


def _place(request: HttpRequest, form: Form, figures: list[int]) -> None:
    pk, section, index = figures
    seen = request.POST.get("seen", "")
    ordering.place_question(form.pk, pk, index, section=section, seen=seen, by=actor(request))


def _copied(request: HttpRequest, form: Form, kind: str, pk: int) -> str:
    made, notes = copying.copy(form.pk, kind, pk, by=actor(request))
    messages.success(request, _("Copied as “%(name)s”.") % {"name": made})
    for note in notes:
        messages.warning(request, note)
    return f"{kind}-{made.pk}"


def section(site: Site, request: HttpRequest, object_id: str, section_id: int | None = None) -> HttpResponse:
    """What a section says of itself."""
    form = form_of(site, request, object_id)
    row = get_object_or_404(form.sections, pk=section_id) if section_id else Section(form=form)
    seen = request.POST.get("seen", "") if request.method == "POST" else seen_of(row)
    fields = SectionForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and fields.is_valid():
        try:
            saved = services.save_section(
                form.pk, fields.cleaned_data, pk=section_id, seen=seen, by=actor(request)
            )
        except (Refused, ValidationError) as error:
            seen = told(
                fields, error, seen, section_id and marks.of_section(form.sections.get(pk=section_id))
            )
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
            return HttpResponseRedirect(url(form, "change", anchor=f"section-{saved.pk}"))
    title = (
        _("Section: %(name)s") % {"name": form.sections.get(pk=section_id)}
        if section_id
        else _("New section")
    )
    own = {"form": fields, "adminform": admin_form(site, fields), "seen": seen, "crumb": title}
    return TemplateResponse(
        request,
        "admin/forms/section.html",
        page(site, request, form, title) | own,
        status=422 if fields.errors else 200,
    )


def seen_of(row: Section | Question) -> str:
    """What a page showed of a row; "" of a new one."""
    if not row.pk:
        return ""
    return marks.of_section(row) if isinstance(row, Section) else marks.of_question(row)


def told(fields: Any, error: Exception, seen: str, now: Any) -> str:
    """Say it on the page; what was typed stays, and saving once more keeps it: the mark to send then."""
    if isinstance(error, ValidationError):
        said = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
        for name, sentences in said.items():
            fields.add_error(name if name in fields.fields else None, sentences)
        return seen
    fields.add_error(None, str(error))
    if now and now != seen:
        fields.add_error(None, _("Nothing of yours is saved yet. Save again to keep what is below."))
    return now or seen


def remove(site: Site, request: HttpRequest, object_id: str, kind: str, pk: int) -> HttpResponse:
    """Ask once, saying what goes with it; a POST takes it out."""
    form = form_of(site, request, object_id)
    rows: Any = form.sections if kind == "section" else Question.objects.filter(section__form=form)
    row = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        try:
            take_out = services.remove_section if kind == "section" else services.remove_question
            take_out(form.pk, pk, by=actor(request))
        except Refused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.path)
        messages.success(request, _("“%(name)s” is taken out.") % {"name": row})
        return HttpResponseRedirect(url(form, "change"))
    inside = row.questions.filter(parent=None) if kind == "section" else row.parts.all()
    asked = row.questions.all() if kind == "section" else [row]
    own = {
        "row": row,
        "inside": list(inside),
        "uses": [use for found in asked for use in uses_of(found)],
        "crumb": _("Take out"),
    }
    title = _("Take “%(name)s” out?") % {"name": row}
    return TemplateResponse(request, "admin/forms/remove.html", page(site, request, form, title) | own)
