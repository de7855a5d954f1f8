"""The figures of measures as rows: a row in which all but its name is empty takes the figure away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from portal.versions.content import Content
from portal.versions.differences import Change, changes
from programs.exchange.cells import is_empty
from programs.exchange.columns import Column, any_differs, column, put_all
from programs.exchange.names import Names
from programs.exchange.shapes import Faults, Key, Parts, Row, sentences
from programs.policies.models import Measure, MeasureFigure

NAMES = (
    "measure", "position", "role", "what", "what_en", "comparison", "number", "upper", "unit", "unit_en",
    "basis",
)  # fmt: skip


@dataclass(frozen=True)
class Figures(Parts):
    """A row a figure."""

    key: ClassVar[Key] = ("measure", "position")

    @property
    def columns(self) -> list[Column]:
        return [column(MeasureFigure, name) for name in NAMES]

    def lines(self, rows: Iterable[Any]) -> Iterator[list[Any]]:
        columns = self.columns
        for measure in rows:
            for figure in measure.figures.all():
                yield [own.out(figure) for own in columns]

    def differing(self, owner: Any, rows: list[Row], has: set[str]) -> list[Row]:
        present = {figure.position: figure for figure in owner.figures.all()}
        columns = self._values(has)
        return [row for row in rows if self._differs(present, row, columns)]

    def _differs(self, present: dict[int, MeasureFigure], row: Row, columns: list[Column]) -> bool:
        try:
            figure = present.get(_position(row))
        except ValidationError:
            return True
        if self._takes_away(row, columns):
            return figure is not None
        return figure is None or any_differs(figure, columns, row.cells)

    def write(self, owner: Any, rows: list[Row], has: set[str], names: Names) -> Faults:
        columns, faults = self._values(has), {}
        for row in rows:
            try:
                self._write(owner, row, columns, names)
            except ValidationError as error:
                faults[row.number] = sentences(error, self.columns)
        return faults

    def _write(self, measure: Measure, row: Row, columns: list[Column], names: Names) -> None:
        position = _position(row)
        figure = MeasureFigure.objects.filter(measure=measure, position=position).first()
        if self._takes_away(row, columns):
            if figure:
                figure.delete()
            return
        figure = figure or MeasureFigure(measure=measure, position=position)
        put_all(figure, columns, row.cells, names)
        figure.full_clean()
        figure.save()

    def told(self, before: Content, after: Content, owner: Any, row: Row) -> list[Change]:
        position = _position(row)
        was, is_now = (
            {"fields": {}, "parts": {"figures": [part for part in parts if part["position"] == position]}}
            for parts in (before["parts"]["figures"], after["parts"]["figures"])
        )
        return changes(Measure, was, is_now)

    def _values(self, has: set[str]) -> list[Column]:
        return [own for own in self.columns if own.name in has and own.name not in self.key]

    def _takes_away(self, row: Row, columns: list[Column]) -> bool:
        """Only where the file has every column: an empty cell of one column empties that."""
        whole = len(columns) == len(NAMES) - len(self.key)
        return whole and all(is_empty(row.cells[own.name]) for own in columns)


def _position(row: Row) -> int:
    blank = MeasureFigure()
    put_all(blank, [column(MeasureFigure, "position")], row.cells, Names())
    return blank.position
