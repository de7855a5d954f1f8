"""A form, a section or a question as one plain document: what copying, the library, files and versions share.

A document holds the fields of the rows by name (decimals as strings), a clause as {"document", "number"},
`choices` and `parts` inside their question, `questions` inside their section; a whole form `sections`,
`rules` (each told `at` a question's key) and `exports`.
"""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model

from programs.forms import screens
from programs.forms.models import Choice, ExportColumn, Form, FormVersion, Question, Rule, Section
from programs.policies.models import Clause

Document = dict[str, Any]
# What says where a row is, and what is written in a way of its own.
PLACES = frozenset({"id", "form", "section", "parent", "question", "position", "clause"})
INSIDE = frozenset({"clause", "choices", "parts", "questions"})


class Unwritable(Exception):
    """A document that is no form; `faults` are sentences, each with its place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def own_fields(model: type[Model]) -> list["Field[Any, Any]"]:
    """The fields that people write."""
    return [field for field in model._meta.concrete_fields if field.name not in PLACES]


def of_whole(form: Form) -> Document:
    """Everything of a form."""
    rules = form.rules.select_related("question__parent")
    return {
        "sections": of_form(form),
        "rules": [_values(row) | {"at": path_of(row.question)} for row in rules],
        "exports": [_values(row) for row in form.export_columns.all()],
    }


def path_of(row: Question | None) -> str:
    """A question's key, a part's behind that of its question; "" for none."""
    if row is None:
        return ""
    return f"{row.parent.key}.{row.key}" if row.parent else row.key


def of_form(form: Form) -> list[Document]:
    """The sections of a form in order."""
    rows = Question.objects.filter(section__form=form).select_related("clause__document")
    inside: dict[tuple[int, int | None], list[Question]] = {}
    for row in rows.prefetch_related("choices").order_by("position", "id"):
        inside.setdefault((row.section_id, row.parent_id), []).append(row)
    return [_section(row, inside) for row in form.sections.all()]


def of_question(row: Question) -> Document:
    """A question with its choices and parts."""
    parts = row.parts.select_related("clause__document").order_by("position", "id")
    return _question(row, {(row.section_id, row.pk): list(parts)})


def of_section(row: Section) -> Document:
    """A section with its questions."""
    return next(found for found in of_form(row.form) if found["key"] == row.key)


def _section(row: Section, inside: Mapping[tuple[int, int | None], list[Question]]) -> Document:
    asked = [_question(question, inside) for question in inside.get((row.pk, None), [])]
    return _values(row) | {"questions": asked}


def _question(row: Question, inside: Mapping[tuple[int, int | None], list[Question]]) -> Document:
    clause = row.clause
    return _values(row) | {
        "clause": {"document": clause.document.slug, "number": clause.number} if clause else None,
        "choices": [_values(choice) for choice in row.choices.all()],
        "parts": [_question(part, inside) for part in inside.get((row.section_id, row.pk), [])],
    }


def part_document(shown: screens.Question) -> Document:
    """A question of a published or usual form, which is read and no row, as a document."""
    found = {name: _plain(value) for name, value in asdict(shown).items()}
    clause = shown.clause
    return found | {
        "clause": {"document": clause.document, "number": clause.number} if clause else None,
        "source": shown.source.partition(":")[0],
        "choices": [asdict(choice) for choice in shown.choices],
        "parts": [part_document(part) for part in shown.parts],
    }


def of_version(version: FormVersion) -> Document:
    """A published form, to begin another from."""
    rules, texts = version.logic.get("rules", []), ("key", "message", "message_en", "severity")
    return {
        "sections": [section_document(part) for part in screens.sections(version)],
        "rules": [
            {name: row[name] for name in texts} | {"expression": row["text"], "at": row["question"]}
            for row in rules
        ],
        "exports": [
            {name: row[name] for name in ("heading", "heading_en")} | {"expression": row["text"]}
            for row in version.exports
        ],
    }


def section_document(shown: screens.Section) -> Document:
    """A section of a published form as a document."""
    texts = {field.name: getattr(shown, field.name) for field in own_fields(Section)}
    return texts | {"questions": [part_document(question) for question in shown.questions]}


def _values(row: Model) -> Document:
    return {field.name: _plain(field.value_from_object(row)) for field in own_fields(type(row))}


def _plain(value: Any) -> Any:
    return format(value, "f") if isinstance(value, Decimal) else value


class Writer:
    """Makes rows of documents. `lost`: clauses that are not here, as document#number."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.lost: list[str] = []

    def whole(self, form: Form, document: Document) -> None:
        """Write everything of a form into an empty one; Unwritable where a row is none."""
        self._each(document, "sections", lambda item, n: self.section(form, item, n))
        self._each(document, "rules", lambda item, n: self.rule(form, item, n))
        self._each(
            document,
            "exports",
            lambda item, n: self._saved(ExportColumn, item, f"exports/{n}", form=form, position=n),
        )
        if self.faults:
            raise Unwritable(self.faults)

    def rule(self, form: Form, document: Document, position: int) -> None:
        """A rule, told at its question."""
        where = f"rules/{document.get('key', position)}"
        before, _dot, key = str(document.get("at") or "").rpartition(".")
        rows = Question.objects.filter(section__form=form, key=key)
        told = rows.filter(parent__key=before) if before else rows.filter(parent=None)
        if key and not told.exists():
            self.faults.append(f"{where}: {before}{_dot}{key}?")
        self._saved(Rule, document, where, form=form, position=position, question=told.first())

    def section(self, form: Form, document: Document, position: int) -> Section | None:
        """A section with its questions."""
        where = str(document.get("key", position))
        row = self._saved(Section, document, where, form=form, position=position)
        if row:
            self._each(document, "questions", lambda item, n: self.question(row, item, n, where))
        return row

    def question(
        self,
        section: Section,
        document: Document,
        position: int,
        where: str = "",
        parent: Question | None = None,
    ) -> Question | None:
        """A question with its choices and parts."""
        where = f"{where}/{document.get('key', position)}".lstrip("/")
        about: dict[str, Any] = {"section": section, "parent": parent, "position": position}
        row = self._saved(Question, document, where, clause=self._clause(document), **about)
        if row:
            self._each(
                document,
                "choices",
                lambda item, n: self._saved(Choice, item, where, question=row, position=n),
            )
            self._each(document, "parts", lambda item, n: self.question(section, item, n, where, row))
        return row

    def _each(self, document: Document, name: str, write: Any) -> None:
        for position, item in enumerate(document.get(name) or [], 1):
            write(item, position)

    def _clause(self, document: Document) -> Clause | None:
        named = document.get("clause")
        if not named:
            return None
        found = Clause.objects.filter(document__slug=named["document"], number=named["number"]).first()
        if found is None:
            self.lost.append(f"{named['document']}#{named['number']}")
        return found

    def _saved[Row: Model](
        self, model: type[Row], document: Document, where: str, **about: Any
    ) -> Row | None:
        """Checked as a page would check it, so that a fault names its place and no constraint."""
        row = model(**about)
        for field in own_fields(model):
            if field.name in document:
                setattr(row, field.attname, document[field.name])
        try:
            row.full_clean()
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                self.faults.append(f"{where}, {name}: {' '.join(sentences)}".replace(", __all__", ""))
            return None
        row.save()
        return row
