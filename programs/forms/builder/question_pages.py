"""The builder's pages of a question: which kind, what it asks, its answers and parts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.ui.texts import localized
from programs.forms.builder import copying, expressing, kind_table, marks, services
from programs.forms.builder.document import part_document
from programs.forms.builder.library import found_in_library, keep_question
from programs.forms.builder.pages import Site, actor, form_of, seen_of, told, url
from programs.forms.builder.question_forms import QuestionForm, choice_rows
from programs.forms.builder.showing import admin_form, page
from programs.forms.builder.uses import uses_of
from programs.forms.kinds.defaults import default_parts
from programs.forms.models import Form, Question


def choose_kind(
    site: Site, request: HttpRequest, object_id: str, section_id: int = 0, parent_id: int = 0
) -> HttpResponse:
    """Which kind of question to add to a section, or of part to a question; or one of the library."""
    form = form_of(site, request, object_id)
    target = _target(form, section_id, parent_id)
    if request.method == "POST":
        return _from_library(request, form, target)
    asked = request.GET.get("q", "").strip()
    title = _("Add to “%(name)s”") % {"name": target.parent or target.section}
    own = {
        "groups": list(kind_table.groups(inside=bool(parent_id))),
        "where": target,
        "query": asked,
        "library": [] if parent_id else found_in_library(asked),
        "crumb": title,
    }
    return TemplateResponse(request, "admin/forms/choose_kind.html", page(site, request, form, title) | own)


def _target(form: Form, section_id: int, parent_id: int) -> Question:
    """An unsaved question in a section, or as a part of a question."""
    if parent_id:
        rows = Question.objects.filter(section__form=form, parent=None).select_related("section__form")
        parent = get_object_or_404(rows, pk=parent_id)
        return Question(section=parent.section, parent=parent)
    return Question(section=get_object_or_404(form.sections.select_related("form"), pk=section_id))


def _from_library(request: HttpRequest, form: Form, target: Question) -> HttpResponse:
    row = get_object_or_404(found_in_library(""), slug=request.POST.get("library", ""))
    try:
        made, notes = copying.add_questions(target.section_id, [row.content], by=actor(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(url(form, "change", anchor=f"section-{target.section_id}"))
    for note in notes:
        messages.warning(request, note)
    messages.success(request, _("“%(name)s” is added.") % {"name": made[0]})
    return HttpResponseRedirect(url(form, "change", anchor=f"question-{made[0].pk}"))


def add_question(
    site: Site, request: HttpRequest, object_id: str, kind: str, section_id: int = 0, parent_id: int = 0
) -> HttpResponse:
    """A new question, or part of one, of a kind."""
    form = form_of(site, request, object_id)
    if kind not in kind_table.BY_KIND or (parent_id and not kind_table.about(kind).inside):
        raise Http404
    row = _target(form, section_id, parent_id)
    row.kind = kind
    return _question(site, request, form, row)


def question(site: Site, request: HttpRequest, object_id: str, question_id: int) -> HttpResponse:
    """A question: the fields its kind knows, its choices, its parts, where it is used."""
    form = form_of(site, request, object_id)
    rows = Question.objects.filter(section__form=form).select_related("section__form", "parent")
    return _question(site, request, form, get_object_or_404(rows, pk=question_id))


def _question(site: Site, request: HttpRequest, form: Form, row: Question) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    about = kind_table.about(row.kind)
    seen = posted.get("seen", "") if posted is not None else seen_of(row)
    section_id = row.section_id
    fields = QuestionForm(posted, instance=row)
    choices = choice_rows(row, posted) if about.rows else None
    if posted is not None and fields.is_valid() and (choices is None or choices.is_valid()):
        values = fields.cleaned_data | {"kind": row.kind}
        try:
            saved = services.save_question(
                section_id,
                values,
                choices.written() if choices else None,
                pk=row.pk,
                parent=row.parent_id,
                seen=seen,
                by=actor(request),
            )
        except (Refused, ValidationError) as error:
            seen = told(fields, error, seen, row.pk and marks.of_question(Question.objects.get(pk=row.pk)))
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
            return HttpResponseRedirect(_after(posted, form, saved))
    return _shown(site, request, form, row, fields, choices, seen)


def _after(posted: Any, form: Form, saved: Question) -> str:
    """Back to the outline; or on with this question, or with the next."""
    if "_continue" in posted:
        return url(form, "question", saved.pk)
    if "_another" in posted:
        if saved.parent_id:
            return url(form, "choose_part", saved.parent_id)
        return url(form, "choose_kind", saved.section_id)
    if saved.parent_id:
        return url(form, "question", saved.parent_id, anchor="parts")
    if kind_table.about(saved.kind).parts and "new" in posted:
        return url(form, "question", saved.pk, anchor="parts")
    return url(form, "change", anchor=f"question-{saved.pk}")


def _shown(
    site: Site, request: HttpRequest, form: Form, row: Question, fields: Any, choices: Any, seen: str
) -> HttpResponse:
    stored = Question.objects.filter(pk=row.pk).first() if row.pk else None
    about = kind_table.about(row.kind)
    title = _("Question: %(name)s") % {"name": stored} if stored else _("New question: %(kind)s")
    title = title if stored else title % {"kind": row.get_kind_display()}
    own = {
        "row": row,
        "about": about,
        "form": fields,
        "adminform": admin_form(site, fields, fields.fieldsets),
        "choices": choices,
        "parts": list(stored.parts.order_by("position", "pk")) if stored and about.parts else [],
        "usual": _(", ").join(localized(part, "label") for part in default_parts(row.kind)),
        "order_seen": marks.of_order(form),
        "uses": uses_of(stored) if stored else [],
        "seen": seen,
        "names": expressing.names_of(form),
        "crumb": title,
    }
    bad = bool(fields.errors or (choices is not None and choices.is_bound and not choices.is_valid()))
    return TemplateResponse(
        request,
        "admin/forms/question.html",
        page(site, request, form, title) | own,
        status=422 if bad else 200,
    )


def usual(site: Site, request: HttpRequest, object_id: str, question_id: int) -> HttpResponse:
    """The parts its kind has by itself, written out as rows that can be changed."""
    form = form_of(site, request, object_id)
    rows = Question.objects.filter(section__form=form, parent=None)
    row = get_object_or_404(rows, pk=question_id)
    back = HttpResponseRedirect(url(form, "question", row.pk, anchor="parts"))
    if request.method == "POST" and not row.parts.exists():
        parts = [part_document(part) for part in default_parts(row.kind)]
        copying.add_questions(row.section_id, parts, parent=row, by=actor(request))
    return back


def keep(site: Site, request: HttpRequest, object_id: str, question_id: int) -> HttpResponse:
    """A copy of the question for the library."""
    form = form_of(site, request, object_id)
    row = get_object_or_404(Question.objects.filter(section__form=form, parent=None), pk=question_id)
    name, words = (request.POST.get(key, "").strip() for key in ("name", "words"))
    try:
        kept = keep_question(row, name, words, by=actor(request))
    except (Refused, ValidationError) as error:
        messages.error(
            request, " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        )
    else:
        messages.success(request, _("“%(name)s” is in the library.") % {"name": kept})
    return HttpResponseRedirect(url(form, "question", row.pk))
