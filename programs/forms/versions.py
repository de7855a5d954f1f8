"""From the rows an admin edits to the frozen contract."""

from typing import Any

from django.utils import translation

from programs.forms import sources
from programs.forms.compiling import ColumnText, Compiled, RuleText, compiled
from programs.forms.kinds import default_parts, kind_of
from programs.forms.kinds.lines import is_needed, property_of
from programs.forms.models import Form, FormVersion
from programs.forms.models import Question as QuestionRow
from programs.forms.models import Section as SectionRow
from programs.forms.screens import Choice, Question, Section, Source, dump
from programs.policies.marks import marked
from programs.policies.models import Clause

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def draft(form: Form) -> FormVersion:
    """The form as it stands, as an unsaved version."""
    parts = sections_of(form)
    logic = compile_form(form, parts)
    return FormVersion(
        form=form,
        number=0,
        schema=schema_of(form.program.title, parts),
        screen=dump(parts),
        logic=logic.logic(),
        exports=logic.exports(),
    )


def compile_form(form: Form, parts: list[Section]) -> Compiled:
    """The expressions of the rows, read and checked."""
    rules = [
        RuleText(
            rule.key,
            rule.expression,
            rule.message,
            rule.message_en,
            rule.question.key if rule.question else "",
            rule.severity,
        )
        for rule in form.rules.select_related("question")
    ]
    columns = [ColumnText(row.heading, row.expression, row.heading_en) for row in form.export_columns.all()]
    return compiled(parts, rules, columns)


def sections_of(form: Form) -> list[Section]:
    """The rows of the form in order."""
    rows = form.sections.select_related("form__program").prefetch_related(
        "questions__choices", "questions__clause__document"
    )
    return [_section(position, row) for position, row in enumerate(rows, 1)]


def schema_of(title: str, parts: list[Section]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the answers that count; files are no part of it.

    It requires what is always asked; what a condition shows is required by the validator when it is shown.
    """
    asked = [question for part in parts for question in part.questions if not kind_of(question).by_files]
    return {
        "$schema": DIALECT,
        "title": title,
        "type": "object",
        "properties": {question.key: _property(question) for question in asked},
        "required": [q.key for q in asked if is_needed(q) and not q.shown_when.strip()],
        "additionalProperties": False,
    }


def _property(question: Question) -> dict[str, Any]:
    return property_of(question, kind_of(question).schema(question), given=is_needed(question))


def _section(position: int, row: SectionRow) -> Section:
    rows, program = list(row.questions.all()), row.form.program.slug
    questions = tuple(_question(question, rows, program) for question in rows if question.parent_id is None)
    return Section(position, row.key, row.title, row.title_en, row.intro, row.intro_en, questions, row.sealed)


def _question(row: QuestionRow, rows: list[QuestionRow], program: str) -> Question:
    parts = tuple(_question(part, rows, program) for part in rows if part.parent_id == row.pk)
    return Question(
        key=row.key,
        kind=row.kind,
        label=row.label,
        label_en=row.label_en,
        help=row.help,
        help_en=row.help_en,
        required=row.required,
        minimum=row.minimum,
        maximum=row.maximum,
        unit=row.unit,
        unit_en=row.unit_en,
        money_unit=row.money_unit,
        is_amount=row.is_amount,
        clause=_source(row.clause) if row.clause else None,
        choices=tuple(Choice(choice.value, choice.label, choice.label_en) for choice in row.choices.all()),
        fact=row.fact,
        parts=parts or default_parts(row.kind),
        total=row.total,
        source=sources.frozen(row.source, program),
        formula=row.formula,
        shown_when=row.shown_when,
    )


def _source(clause: Clause) -> Source:
    """Marked as of now where the document is an internal plan, a model text or lapsed."""
    document = clause.document
    with translation.override("zh-hans"):
        label = marked(str(clause), document)
    english = f"{document.short_title_en} {clause.printed_en}".strip() if document.short_title_en else ""
    with translation.override("en"):
        return Source(document.slug, clause.number, label, english and marked(english, document))
