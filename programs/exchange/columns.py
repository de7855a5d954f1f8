"""The columns of a table: how each reads from a row and writes to it."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.exchange.cells import as_choice, as_number, as_text, guarded, in_every_language, same_text
from programs.policies.models import Clause

BETWEEN = re.compile(r"[,，、;；\s]+")
YES, NO = gettext_lazy("yes"), gettext_lazy("no")


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

    def out(self, row: Any) -> Any:
        """The value for a cell."""
        return guarded(getattr(row, self.name))

    def put(self, row: Any, cell: Any) -> None:
        """Write what a cell says; ValidationError where it cannot be read."""
        text = as_text(cell)
        if not same_text(text, getattr(row, self.name)):
            setattr(row, self.name, text.strip())

    def put_several(self, row: Any, cell: Any) -> None:
        """What can only be written once the row is saved."""


class NumberColumn(Column):
    """A number."""

    def out(self, row: Any) -> Any:
        return getattr(row, self.name)

    def put(self, row: Any, cell: Any) -> None:
        number = as_number(as_text(cell))
        if number is None and not self.field.null:
            raise ValidationError(_("This has to be filled in."))
        setattr(row, self.name, None if number is None else self._fitting(number))

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


class YesNoColumn(Column):
    """Yes or no."""

    def out(self, row: Any) -> Any:
        return str(YES if getattr(row, self.name) else NO)

    def put(self, row: Any, cell: Any) -> None:
        labels = {
            "1": [*in_every_language(YES), "True"],
            "0": [*in_every_language(NO), "False"],
        }
        setattr(row, self.name, as_choice(as_text(cell), labels) == "1")


class ChoiceColumn(Column):
    """One of the field's choices, by its label."""

    def out(self, row: Any) -> Any:
        return str(dict(self._choices()).get(getattr(row, self.name), ""))

    def put(self, row: Any, cell: Any) -> None:
        labels = {str(value): in_every_language(label) for value, label in self._choices()}
        setattr(row, self.name, as_choice(as_text(cell), labels))

    def _choices(self) -> list[tuple[Any, Any]]:
        return [(value, label) for value, label in self.field.flatchoices if value]


def written(row: Any) -> str:
    """How a row is named in a cell: document#clause, or its short name or code."""
    if isinstance(row, Clause):
        return f"{row.document.slug}#{row.number}"
    return str(row.natural_key()[0])


def named(model: Any, words: list[str]) -> list[Any]:
    """The rows of these names; ValidationError names what is not there."""
    if model is Clause:
        wanted = Q(pk__in=[])
        for word in words:
            document, _mark, number = word.partition("#")
            wanted |= Q(document__slug=document, number=number)
        rows = Clause.objects.filter(wanted).select_related("document")
    else:
        key = "code" if any(field.name == "code" for field in model._meta.fields) else "slug"
        rows = model._default_manager.filter(**{f"{key}__in": words})
    found = {written(row): row for row in rows}
    if missing := [word for word in words if word not in found]:
        sentence = _("There is no “%(name)s” among: %(rows)s.")
        raise ValidationError(sentence % {"name": missing[0], "rows": model._meta.verbose_name_plural})
    return [found[word] for word in words]


class OneColumn(Column):
    """Another row, by its name."""

    def out(self, row: Any) -> Any:
        other = getattr(row, self.name)
        return guarded(written(other)) if other else ""

    def put(self, row: Any, cell: Any) -> None:
        text = as_text(cell).strip()
        if not text and not self.field.null:
            raise ValidationError(_("This has to be filled in."))
        setattr(row, self.name, named(self.field.related_model, [text])[0] if text else None)


class SeveralColumn(Column):
    """Other rows, by their names."""

    def out(self, row: Any) -> Any:
        return guarded(", ".join(sorted(written(other) for other in getattr(row, self.name).all())))

    def put(self, row: Any, cell: Any) -> None:
        if not self._names(cell) and not self.field.blank:
            raise ValidationError(_("This has to be filled in."))
        named(self.field.related_model, self._names(cell))

    def put_several(self, row: Any, cell: Any) -> None:
        getattr(row, self.name).set(named(self.field.related_model, self._names(cell)))

    @staticmethod
    def _names(cell: Any) -> list[str]:
        return list(dict.fromkeys(name for name in BETWEEN.split(as_text(cell)) if name))


def column(model: type[Model], name: str) -> Column:
    """The column that fits a field."""
    field: Any = model._meta.get_field(name)
    kind: type[Column] = Column
    if field.many_to_many:
        kind = SeveralColumn
    elif field.is_relation:
        kind = OneColumn
    elif field.choices:
        kind = ChoiceColumn
    elif field.get_internal_type() == "BooleanField":
        kind = YesNoColumn
    elif field.get_internal_type() in ("DecimalField", "PositiveSmallIntegerField"):
        kind = NumberColumn
    return kind(model, name)
