"""The columns of a table: how each reads from a row and writes to it."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from programs.exchange.cells import (
    as_choice,
    as_day,
    as_number,
    as_text,
    guarded,
    in_every_language,
    number_cell,
    same_text,
)
from programs.exchange.names import Names, written

BETWEEN = re.compile(r"[,，、;；\s]+")
YES, NO = gettext_lazy("yes"), gettext_lazy("no")


@dataclass(frozen=True)
class Heading:
    """A column that is no field: its name, and the words above it."""

    name: str
    words: Any

    @property
    def headers(self) -> list[str]:
        """What the column may be called: its label in the active language, in the others, its name."""
        return [*in_every_language(self.words), self.name]


@dataclass(frozen=True)
class Column:
    """A field of a model; the base kind is a text."""

    model: type[Model]
    name: str

    @property
    def field(self) -> "Field[Any, Any]":
        """The field."""
        found: Any = self.model._meta.get_field(self.name)
        return found

    @property
    def headers(self) -> list[str]:
        """What the column may be called: its label in the active language, in the others, its name."""
        return [*in_every_language(self.field.verbose_name), self.name]

    def says(self, row: Any) -> str:
        """The value as a text that `put` reads back."""
        return str(getattr(row, self.name))

    def out(self, row: Any) -> Any:
        """The value for a cell."""
        return guarded(self.says(row))

    def differs(self, row: Any, cell: Any) -> bool:
        """Whether a cell says something else; ValidationError where it cannot be read."""
        return not same_text(as_text(cell), self.says(row))

    def put(self, row: Any, cell: Any, names: Names) -> None:
        """Write what a cell says; ValidationError where it cannot be read."""
        if self.differs(row, cell):
            setattr(row, self.name, as_text(cell).strip())

    def put_several(self, row: Any, cell: Any, names: Names) -> None:
        """What can only be written once the row is saved."""

    def _refuse_empty(self, empty: bool, may_be: bool) -> None:
        if empty and not may_be:
            raise ValidationError(_("This has to be filled in."))


class NumberColumn(Column):
    """A number."""

    def out(self, row: Any) -> Any:
        return number_cell(getattr(row, self.name))

    def differs(self, row: Any, cell: Any) -> bool:
        return bool(self._read(cell) != getattr(row, self.name))

    def put(self, row: Any, cell: Any, names: Names) -> None:
        number = self._read(cell)
        setattr(row, self.name, None if number is None else self._fitting(number))

    def _read(self, cell: Any) -> Decimal | None:
        number = as_number(as_text(cell))
        self._refuse_empty(number is None, self.field.null)
        return number

    def _fitting(self, number: Decimal) -> Decimal | int:
        """With as many decimals as the field keeps, so that the same number is the same content."""
        places = getattr(self.field, "decimal_places", 0)
        try:
            fitting = number.quantize(Decimal(1).scaleb(-places))
        except InvalidOperation:
            fitting = None
        if fitting != number:
            sentence = _("A number with at most %(n)d decimals fits here.")
            raise ValidationError(sentence % {"n": places})
        return fitting if places else int(number)


class DayColumn(Column):
    """A date."""

    def says(self, row: Any) -> str:
        day: date | None = getattr(row, self.name)
        return day.isoformat() if day else ""

    def put(self, row: Any, cell: Any, names: Names) -> None:
        day = as_day(as_text(cell))
        self._refuse_empty(day is None, self.field.null)
        setattr(row, self.name, day)


class ChoiceColumn(Column):
    """One of the field's choices, by its label."""

    def says(self, row: Any) -> str:
        return str(dict(self.choices()).get(getattr(row, self.name), ""))

    def differs(self, row: Any, cell: Any) -> bool:
        return bool(self._read(cell) != str(getattr(row, self.name)))

    def put(self, row: Any, cell: Any, names: Names) -> None:
        setattr(row, self.name, self._read(cell))

    def _read(self, cell: Any) -> Any:
        text = as_text(cell)
        if not text.strip() and self.field.blank:
            return ""
        return as_choice(text, _labels(self, str(get_language())))

    def choices(self) -> list[tuple[Any, Any]]:
        """Values with their labels."""
        return [(value, label) for value, label in self.field.flatchoices if value]


@cache
def _labels(own: ChoiceColumn, language: str) -> dict[str, list[str]]:
    """What each value may be called, that of the active language first."""
    return {str(value): in_every_language(label) for value, label in own.choices()}


class YesNoColumn(Column):
    """Yes or no."""

    def says(self, row: Any) -> str:
        return str(YES if getattr(row, self.name) else NO)

    def differs(self, row: Any, cell: Any) -> bool:
        return self._read(cell) != getattr(row, self.name)

    def put(self, row: Any, cell: Any, names: Names) -> None:
        setattr(row, self.name, self._read(cell))

    @staticmethod
    def _read(cell: Any) -> bool:
        labels = {"1": [*in_every_language(YES), "True"], "0": [*in_every_language(NO), "False"]}
        return bool(as_choice(as_text(cell), labels) == "1")


class OneColumn(Column):
    """Another row, by its name."""

    def says(self, row: Any) -> str:
        other = getattr(row, self.name, None)
        return written(other) if other else ""

    def put(self, row: Any, cell: Any, names: Names) -> None:
        text = as_text(cell).strip()
        self._refuse_empty(not text, self.field.null)
        setattr(row, self.name, names.rows(self.field.related_model, [text])[0] if text else None)


class SeveralColumn(Column):
    """Other rows, by their names."""

    def says(self, row: Any) -> str:
        return ", ".join(sorted(written(other) for other in getattr(row, self.name).all()))

    def differs(self, row: Any, cell: Any) -> bool:
        return {written(other) for other in getattr(row, self.name).all()} != set(self._names(cell))

    def put(self, row: Any, cell: Any, names: Names) -> None:
        self._refuse_empty(not self._names(cell), self.field.blank)
        names.rows(self.field.related_model, self._names(cell))

    def put_several(self, row: Any, cell: Any, names: Names) -> None:
        getattr(row, self.name).set(names.rows(self.field.related_model, self._names(cell)))

    @staticmethod
    def _names(cell: Any) -> list[str]:
        return list(dict.fromkeys(name for name in BETWEEN.split(as_text(cell)) if name))


KINDS = {
    "BooleanField": YesNoColumn,
    "DecimalField": NumberColumn,
    "PositiveSmallIntegerField": NumberColumn,
    "DateField": DayColumn,
}


def column(model: type[Model], name: str) -> Column:
    """The column that fits a field."""
    field: Any = model._meta.get_field(name)
    kind: type[Column] = KINDS.get(field.get_internal_type(), Column)
    if field.many_to_many:
        kind = SeveralColumn
    elif field.is_relation:
        kind = OneColumn
    elif field.choices:
        kind = ChoiceColumn
    return kind(model, name)


def put_all(row: Any, columns: list[Column], cells: dict[str, Any], names: Names) -> None:
    """Every cell, so that all errors of a line are told at once."""
    errors: dict[str, list[str]] = {}
    for own in columns:
        try:
            own.put(row, cells[own.name], names)
        except ValidationError as error:
            errors[own.name] = error.messages
    if errors:
        raise ValidationError(errors)


def any_differs(row: Any, columns: list[Column], cells: dict[str, Any]) -> bool:
    """Whether a cell says something else than the row, or cannot be read."""
    try:
        return any(own.differs(row, cells[own.name]) for own in columns)
    except ValidationError:
        return True
