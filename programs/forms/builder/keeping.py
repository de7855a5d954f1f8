"""Every version of a form's rows is kept and can be brought back; rounds stay pinned to what they are."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.api.problems import Refused
from portal.versions.registry import Kept, Nested, keep
from programs.catalog.rules import Actor, require_editor
from programs.forms import references
from programs.forms.builder import copying, document
from programs.forms.builder.document import Document
from programs.forms.models import ExportColumn, Form, Question, Rule, Section

Rows = dict[str, list[dict[str, Any]]]
CHOICE = ("value", "label", "label_en")
BETWEEN = "."  # between a question's key and that of its part


def read(form: Form) -> Rows:
    """Sections and questions one after the other, each saying where it belongs."""
    found = document.of_whole(form)
    sections = found["sections"]
    return {
        "sections": [_without(section, "questions") for section in sections],
        "questions": [
            row
            for section in sections
            for asked in section["questions"]
            for row in _flat(asked, {"in_section": section["key"]}, "")
        ],
        "rules": found["rules"],
        "exports": [{"key": str(n), **row} for n, row in enumerate(found["exports"], 1)],
    }


def _flat(asked: Document, about: dict[str, str], before: str) -> Iterator[dict[str, Any]]:
    key = f"{before}{asked['key']}"
    clause = asked["clause"]
    source = f"{clause['document']}#{clause['number']}" if clause else ""
    choices = [[choice[name] for name in CHOICE] for choice in asked["choices"]]
    own = {"key": key, "rests_on": source, "choices": choices}
    yield _without(asked, "parts", "clause") | about | own
    for part in asked["parts"]:
        yield from _flat(part, about, f"{key}{BETWEEN}")


def _without(found: Document, *names: str) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in names}


def write(form: Form, rows: Rows) -> None:
    """The rows of a version as the form's."""
    sections = [dict(row, questions=[]) for row in rows.get("sections", [])]
    places: dict[str, list[Document]] = {row["key"]: row["questions"] for row in sections}
    for row in rows.get("questions", []):
        before, _dot, key = row["key"].rpartition(BETWEEN)
        number = row.get("rests_on", "").partition("#")
        clause = {"document": number[0], "number": number[2]} if number[0] else None
        choices = [dict(zip(CHOICE, words, strict=True)) for words in row.get("choices", [])]
        own = _without(row, "in_section", "rests_on") | {
            "key": key, "clause": clause, "choices": choices, "parts": [],
        }  # fmt: skip
        places[f"{row['in_section']}/{row['key']}"] = own["parts"]
        places[f"{row['in_section']}/{before}" if before else row["in_section"]].append(own)
    try:
        exports = [_without(row, "key") for row in rows.get("exports", [])]
        copying.rewrite(form, {"sections": sections, "rules": rows.get("rules", []), "exports": exports})
    except Refused as refused:
        raise ValidationError(str(refused)) from refused


def within_reach(form: Form, by: Actor) -> None:
    """Who brings a version back edits the program."""
    require_editor(by, form.program)


def keep_all() -> None:
    """Told from AppConfig.ready()."""
    nested = Nested(
        read,
        write,
        models={"sections": Section, "questions": Question, "rules": Rule, "exports": ExportColumn},
        words={
            "at": _("is told at"),
            "in_section": _("stands in"),
            "rests_on": _("source clause"),
            "choices": _("choices"),
        },
    )
    keep(Kept(Form, fixed=("program",), guard=within_reach, after=references.rewrite, nested=nested))
