"""Taking over from another program: single questions, sections, or the form as a whole."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.api.problems import Refused
from programs.catalog.models import Program
from programs.forms.builder import copying, document
from programs.forms.builder.dangling import unknown_names
from programs.forms.builder.outline import outline_of
from programs.forms.builder.pages import Site, actor, form_of, url
from programs.forms.builder.showing import page
from programs.forms.models import Form, Question


def others_than(form: Form, by: Any) -> "QuerySet[Form, Form]":
    """The forms with questions of published programs, and of those one edits."""
    seen = Program.objects.published() | Program.objects.editable_by(by)
    rows = Form.objects.filter(program__in=seen).exclude(pk=form.pk).select_related("program")
    rows = rows.annotate(asked=Count("sections__questions")).filter(asked__gt=0)
    return rows.order_by("program__title", "pk")


def take(site: Site, request: HttpRequest, object_id: str) -> HttpResponse:
    """Choose a program, then what of its form; a POST copies it."""
    form = form_of(site, request, object_id)
    others = others_than(form, actor(request))
    asked = request.POST if request.method == "POST" else request.GET
    number = asked.get("from", "")
    chosen = get_object_or_404(others, pk=int(number)) if number.isascii() and number.isdigit() else None
    if request.method == "POST" and chosen:
        try:
            return _taken(request, form, chosen)
        except Refused as refused:
            messages.error(request, str(refused))
    own = {
        "others": others,
        "chosen": chosen,
        "blocks": outline_of(chosen)["blocks"] if chosen else [],
        "sections": list(form.sections.all()),
        "crumb": _("Take over"),
    }
    title = _("Take over from another program")
    return TemplateResponse(request, "admin/forms/take.html", page(site, request, form, title) | own)


def _taken(request: HttpRequest, form: Form, chosen: Form) -> HttpResponse:
    by = actor(request)
    if "whole" in request.POST:
        replace = "replace" in request.POST
        _form, notes = copying.take_over(form.program_id, document.of_whole(chosen), replace=replace, by=by)
        return _told(request, form, notes, Question.objects.filter(section__form=form, parent=None).count())
    sections, questions = (_numbers(request, name) for name in ("take_section", "take_question"))
    into = request.POST.get("into", "")
    notes, count = [], 0
    documents = [document.of_section(row) for row in chosen.sections.filter(pk__in=sections)]
    if documents:
        made, notes = copying.add_sections(form.pk, documents, by=by)
        count = sum(row.questions.filter(parent=None).count() for row in made)
    rows = Question.objects.filter(section__form=chosen, parent=None, pk__in=questions)
    singles = [document.of_question(row) for row in rows.exclude(section__in=sections)]
    if singles:
        if not form.sections.filter(pk=into or 0).exists():
            raise Refused(_("Choose the section that the questions go to; add one first if there is none."))
        added, more = copying.add_questions(int(into), singles, by=by)
        notes, count = [*notes, *more], count + len(added)
    if not count:
        raise Refused(_("Tick what to take over."))
    return _told(request, form, notes, count)


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(found) for found in request.POST.getlist(name) if found.isascii() and found.isdigit()]


def _told(request: HttpRequest, form: Form, notes: list[str], count: int) -> HttpResponse:
    sentence = ngettext("%(n)d question is taken over.", "%(n)d questions are taken over.", count)
    messages.success(request, sentence % {"n": count})
    for note in [*notes, *unknown_names(form)]:
        messages.warning(request, note)
    return HttpResponseRedirect(url(form, "change"))
