"""From the rows an admin edits to the frozen contract."""

from typing import Any

from django.utils import translation

from programs.forms.kinds import kind_of
from programs.forms.models import Form, FormVersion
from programs.forms.models import Question as QuestionRow
from programs.forms.models import Section as SectionRow
from programs.forms.screens import Choice, Question, Section, Source, dump
from programs.policies.marks import marked
from programs.policies.models import Clause

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LEFT_OUT: dict[str, Any] = {"enum": [None, "", []]}


def draft(form: Form) -> FormVersion:
    """The form as it stands, as an unsaved version."""
    parts = sections_of(form)
    return FormVersion(form=form, number=0, schema=schema_of(form.program.title, parts), screen=dump(parts))


def sections_of(form: Form) -> list[Section]:
    """The rows of the form in order."""
    rows = form.sections.prefetch_related("questions__choices", "questions__clause__document")
    return [_section(position, row) for position, row in enumerate(rows, 1)]


def schema_of(title: str, parts: list[Section]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the answers; files are no part of it."""
    asked = [question for part in parts for question in part.questions if question.kind != "file"]
    return {
        "$schema": DIALECT,
        "title": title,
        "type": "object",
        "properties": {question.key: _property(question) for question in asked},
        "required": [question.key for question in asked if question.required],
        "additionalProperties": False,
    }


def _property(question: Question) -> dict[str, Any]:
    """What an answer must be; an answer that is not required may also be empty."""
    core = kind_of(question).schema(question)
    words = {"title": question.label} | ({"description": question.help} if question.help else {})
    return words | (core if question.required else {"anyOf": [core, LEFT_OUT]})


def _section(position: int, row: SectionRow) -> Section:
    questions = tuple(_question(question) for question in row.questions.all())
    return Section(position, row.key, row.title, row.title_en, row.intro, row.intro_en, questions)


def _question(row: QuestionRow) -> Question:
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
    )


def _source(clause: Clause) -> Source:
    """Marked as of now where the document is an internal plan, a model text or lapsed."""
    document = clause.document
    with translation.override("zh-hans"):
        label = marked(str(clause), document)
    english = f"{document.short_title_en} {clause.printed_en}".strip() if document.short_title_en else ""
    with translation.override("en"):
        return Source(document.slug, clause.number, label, english and marked(english, document))
