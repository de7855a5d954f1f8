"""A form as it is shown: what `FormVersion.screen` holds, read into typed rows.

Texts keep the names of the model fields, so that `{{ question|text:"label" }}` picks the language.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from programs.forms.models import FormVersion


@dataclass(frozen=True)
class Choice:
    """One possible answer."""

    value: str
    label: str
    label_en: str = ""


@dataclass(frozen=True)
class Source:
    """The clause a question comes from: document (short name), number in it, words of the chip."""

    document: str
    number: str
    label: str
    label_en: str = ""


@dataclass(frozen=True)
class Question:
    """One question; its limits count characters, the value (money in yuan), choices, rows or files.

    `fact`: what it asks of an organization's file, as `programs.forms.prefill` names it.
    `parts`: the columns of a table, the fields of a person; their keys are unique in it.
    `source`: where the choices come from, as `programs.forms.sources` names it.
    `formula`, `shown_when`: expressions as they were written.
    """

    key: str
    kind: str
    label: str
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    required: bool = True
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str = ""
    unit_en: str = ""
    money_unit: str = ""
    is_amount: bool = False
    clause: Source | None = None
    choices: tuple[Choice, ...] = ()
    fact: str = ""
    parts: tuple["Question", ...] = ()
    total: bool = False
    source: str = ""
    formula: str = ""
    shown_when: str = ""

    @property
    def field_id(self) -> str:
        """The name of the field in HTML, and the id that errors link to."""
        return f"q-{self.key}"


@dataclass(frozen=True)
class Section:
    """One page of the form; `position` counts from 1. `sealed`: printed as a page for the seal."""

    position: int
    key: str
    title: str
    title_en: str
    intro: str
    intro_en: str
    questions: tuple[Question, ...]
    sealed: bool = False


def dump(sections: list[Section]) -> dict[str, Any]:
    """The `screen` of a version: JSON, decimals as strings."""
    return {"sections": [_plain(asdict(section)) for section in sections]}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key != "position"}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def sections(version: FormVersion) -> list[Section]:
    """The parts of the form in order."""
    return [_section(position, row) for position, row in enumerate(version.screen["sections"], 1)]


def section(version: FormVersion, key: str) -> Section:
    """One part of the form; KeyError when it has no such part."""
    for found in sections(version):
        if found.key == key:
            return found
    raise KeyError(key)


def questions(version: FormVersion) -> list[Question]:
    """All questions in order."""
    return [question for part in sections(version) for question in part.questions]


def _section(position: int, row: Mapping[str, Any]) -> Section:
    texts = {name: row[name] for name in ("key", "title", "title_en", "intro", "intro_en")}
    asked = tuple(_question(item) for item in row["questions"])
    return Section(position=position, questions=asked, sealed=row.get("sealed", False), **texts)


def _question(row: Mapping[str, Any]) -> Question:
    known = {field.name for field in fields(Question)}
    values = {name: value for name, value in row.items() if name in known}
    for limit in ("minimum", "maximum"):
        values[limit] = None if row[limit] is None else Decimal(row[limit])
    values["clause"] = Source(**row["clause"]) if row["clause"] else None
    values["choices"] = tuple(Choice(**choice) for choice in row["choices"])
    values["parts"] = tuple(_question(part) for part in row.get("parts", ()))
    return Question(**values)
