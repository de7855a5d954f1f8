"""The one door for every change of a form's rows: each is a version, and none rests on an outdated page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.ui.texts import localized
from portal.versions import services as versions
from programs.catalog.rules import Actor, require_editor
from programs.forms import references
from programs.forms.builder import keys, marks
from programs.forms.builder.uses import uses_of
from programs.forms.models import Choice, ExportColumn, Form, Question, Rule, Section
from programs.forms.versions import compile_form, sections_of


@contextmanager
def changing(form_id: int, *, by: Actor, what: str = "") -> Iterator[Form]:
    """The form, locked, for who may edit its program; what was changed becomes a version of it."""
    with transaction.atomic():
        forms = Form.objects.select_for_update(of=("self",)).select_related("program__department")
        form = forms.get(pk=form_id)
        require_editor(by, form.program)
        versions.record_found(form)
        yield form
        references.rewrite(form)
        versions.record(form, by=by, what=what)


def faults_of(form: Form) -> set[str]:
    """What does not work in the form's expressions, in sentences."""
    return set(compile_form(form, sections_of(form)).faults)


def _require_working(form: Form, before: set[str], field: str, named: str = "") -> None:
    """ValidationError at the field for new faults; `named`: only of what has this name."""
    found = sorted(fault for fault in faults_of(form) - before if named in fault)
    if found:
        raise ValidationError({field: found})


def save_section(
    form_id: int, values: Mapping[str, Any], *, pk: int | None = None, seen: str = "", by: Actor
) -> Section:
    """Write a section, a new one at the end; `seen`: what the page showed of it."""
    with changing(form_id, by=by) as form:
        if pk is None:
            row = Section(form=form, position=form.sections.count() + 1)
        else:
            row = form.sections.get(pk=pk)
            marks.require(seen, marks.of_section(row))
        _write(row, values)
        if not row.key:
            row.key = keys.made_of(row.title_en, row.title, taken=keys_of(form.sections.exclude(pk=row.pk)))
        row.full_clean()
        row.save()
        return row


def save_question(
    section_id: int,
    values: Mapping[str, Any],
    choices: Sequence[Mapping[str, Any]] | None = None,
    *,
    pk: int | None = None,
    parent: int | None = None,
    seen: str = "",
    by: Actor,
) -> Question:
    """Write a question, a new one at the end of its section or of its parent.

    `choices`: all of them in order, None where its kind has none.
    """
    section = Section.objects.get(pk=section_id)
    with changing(section.form_id, by=by) as form:
        before = faults_of(form)
        rows = Question.objects.filter(section__form=form, parent=parent)
        if pk is None:
            place = rows.filter(section=section).count() + 1
            row = Question(section=section, parent_id=parent, position=place)
        else:
            row = rows.get(pk=pk)
            marks.require(seen, marks.of_question(row))
        _require_free(row, values)
        moved = pk is not None and values.get("section", section) != section
        _write(row, values)
        if moved:
            row.position = rows.filter(section=row.section).count() + 1
            row.parts.update(section=row.section)
        if not row.key:
            row.key = keys.made_of(row.label_en, row.label, taken=keys_of(rows.exclude(pk=row.pk)))
        row.full_clean()
        row.save()
        if moved:
            number(siblings(section, None))
        if choices is not None:
            _write_choices(row, choices)
        field = "formula" if row.kind == Question.Kind.COMPUTED else "shown_when"
        _require_working(form, before, field, _("“%(name)s”") % {"name": localized(row, "label")})
        return row


def _write(row: Section | Question, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _require_free(row: Question, values: Mapping[str, Any]) -> None:
    """What others name keeps its key; the database refuses it too."""
    key = values.get("key") or row.key
    if row.pk and key != row.key:
        _require_unused([row], within=[])


def _write_choices(row: Question, wanted: Sequence[Mapping[str, Any]]) -> None:
    """Choices keep their value, so that answers and conditions go on meaning them."""
    row.choices.all().delete()
    taken: set[str] = {str(choice["value"]) for choice in wanted if choice.get("value")}
    for position, choice in enumerate(wanted, 1):
        own = dict(choice)
        if not own.get("value"):
            own["value"] = keys.made_of(own.get("label_en", ""), own["label"], taken=taken)
            taken.add(own["value"])
        made = Choice(question=row, position=position, **own)
        made.full_clean()
        made.save()


def keys_of(rows: "QuerySet[Any, Any]") -> set[str]:
    """The keys that are taken."""
    return set(rows.values_list("key", flat=True))


def remove_section(form_id: int, pk: int, *, by: Actor) -> None:
    """Take a section with its questions out; refused where something else names one of them."""
    with changing(form_id, by=by) as form:
        row = form.sections.get(pk=pk)
        _require_unused(row.questions.all(), within=row.questions.all())
        row.delete()
        number(form.sections.all())


def remove_question(form_id: int, pk: int, *, by: Actor) -> None:
    """Take a question with its parts out; refused where something else names it."""
    with changing(form_id, by=by) as form:
        row = Question.objects.get(section__form=form, pk=pk)
        own = Question.objects.filter(pk__in=[row.pk, *row.parts.values_list("pk", flat=True)])
        _require_unused(own, within=own)
        section, parent = row.section, row.parent
        row.delete()
        number(siblings(section, parent))


def _require_unused(rows: Iterable[Question], within: Iterable[Question]) -> None:
    inside = {row.pk for row in within}
    for row in rows:
        if used := [use.words for use in uses_of(row) if use.question_id not in inside]:
            words = {"label": row.label, "uses": _("; ").join(used)}
            raise Refused(_("“%(label)s” is used: %(uses)s. Change that first.") % words)


def siblings(section: Section, parent: Question | None) -> "QuerySet[Question, Question]":
    """The questions of a section, or the parts of one, in order."""
    return Question.objects.filter(section=section, parent=parent).order_by("position", "pk")


def number(rows: Iterable[Any]) -> None:
    """Have rows stand in this order."""
    for position, row in enumerate(list(rows), 1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


def save_line(
    model: type[Rule] | type[ExportColumn],
    form_id: int,
    values: Mapping[str, Any],
    *,
    pk: int | None = None,
    seen: str = "",
    by: Actor,
) -> Rule | ExportColumn:
    """Write a rule or a column of exports, a new one at the end."""
    with changing(form_id, by=by) as form:
        before = faults_of(form)
        rows: Any = model._default_manager.filter(form=form)
        row = rows.get(pk=pk) if pk else model(form=form, position=rows.count() + 1)
        if pk:
            marks.require(seen, marks.of_line(row))
        for name, value in values.items():
            setattr(row, name, value)
        if isinstance(row, Rule) and not row.key:
            row.key = keys.made_of(row.message_en, row.message, taken=keys_of(rows.exclude(pk=pk)))
        row.full_clean()
        row.save()
        _require_working(form, before, "expression")
        return row


def remove_line(row: Rule | ExportColumn, *, by: Actor) -> None:
    """Take a rule or a column out."""
    with changing(row.form_id, by=by):
        row.delete()
