"""Keyset paging: a page starts after a row, not after a count, so that long lists stay quick and steady.

Used by the API's cursors and by the pages of officials' lists. NULL sorts last in both directions.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import F, Field, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

_SIGNER = signing.Signer(salt="portal.api.keyset")


class BadCursor(ValueError):
    """A cursor that this list did not give."""


@dataclass(frozen=True)
class Page[Row: Model]:
    """Rows of one page and the cursors beside it; a cursor is None where there is nothing."""

    rows: list[Row]
    next: str | None
    previous: str | None

    def addresses(self, asked: Mapping[str, str]) -> dict[str, str]:
        """`next` and `previous` as links of a page that was asked for so; "" where there is nothing."""
        chosen = {name: value for name, value in asked.items() if name != "cursor"}
        cursors = {"next": self.next, "previous": self.previous}
        return {
            name: f"?{urlencode({**chosen, 'cursor': cursor})}" if cursor else ""
            for name, cursor in cursors.items()
        }


@dataclass(frozen=True)
class Key:
    """One field of an ordering; `nullable` is known once there is a query."""

    path: str
    descending: bool
    nullable: bool = False

    @classmethod
    def of(cls, term: str) -> "Key":
        """From Django's notation, `-due_on`."""
        return cls(term.removeprefix("-"), term.startswith("-"))

    def order(self, backwards: bool) -> OrderBy:
        """The ORDER BY term; backwards everything is reversed, NULLs too."""
        # A stated place for NULLs keeps PostgreSQL from using a plain index: only where there may be any.
        nulls = {"nulls_first" if backwards else "nulls_last": True} if self.nullable else {}
        return OrderBy(F(self.path), descending=self.descending != backwards, **nulls)

    def same(self, value: Any) -> Q:
        """Rows that tie with the value."""
        return self._null() if value is None else Q(**{self.path: value})

    def beyond(self, value: Any, backwards: bool) -> Q:
        """Rows on the far side of the value."""
        if value is None:
            return ~self._null() if backwards else Q(pk__in=[])
        lookup = "lt" if self.descending != backwards else "gt"
        further = Q(**{f"{self.path}__{lookup}": value})
        return further | self._null() if self.nullable and not backwards else further

    def _null(self) -> Q:
        return Q(**{f"{self.path}__isnull": True})


class Keyset:
    """A closed list of orderings by name, each ending in the primary key.

    `filled`: columns that may be NULL, but in no row of this list.
    """

    def __init__(self, orderings: Mapping[str, Sequence[str]], filled: Collection[str] = ()) -> None:
        for name, terms in orderings.items():
            if Key.of(terms[-1]).path not in {"id", "pk"}:
                raise ValueError(f"Ordering {name} must end in id.")
        self.orderings = {name: [Key.of(term) for term in terms] for name, terms in orderings.items()}
        self.default, self.filled = next(iter(self.orderings)), filled

    def page[Row: Model](
        self, rows: QuerySet[Row], size: int, ordering: str = "", cursor: str = ""
    ) -> Page[Row]:
        """One page; BadCursor where the cursor is not of this ordering, KeyError where there is none such."""
        name = ordering or self.default
        keys = self._keys(rows, name)
        backwards, values = _decode(cursor, name, len(keys)) if cursor else (False, None)
        query = rows.order_by(*(key.order(backwards) for key in keys))
        if values is not None:
            query = query.filter(_after(keys, _typed(rows, keys, values), backwards))
        found = list(query[: size + 1])
        more, found = len(found) > size, found[:size]
        if backwards:
            found.reverse()
        before = (more if backwards else values is not None) and bool(found)
        after = (values is not None if backwards else more) and bool(found)
        return Page(
            found,
            _encode(name, keys, found[-1], False) if after else None,
            _encode(name, keys, found[0], True) if before else None,
        )

    def after[Row: Model](self, rows: QuerySet[Row], cursor: str = "") -> QuerySet[Row]:
        """All rows in the default ordering, or those behind a cursor."""
        keys = self._keys(rows, self.default)
        query = rows.order_by(*(key.order(False) for key in keys))
        if not cursor:
            return query
        _backwards, values = _decode(cursor, self.default, len(keys))
        return query.filter(_after(keys, _typed(rows, keys, values), False))

    def _keys(self, rows: QuerySet[Any], name: str) -> list[Key]:
        found = self.orderings[name]
        return [
            replace(key, nullable=key.path not in self.filled and _nullable(rows, key.path)) for key in found
        ]

    def cursor(self, row: Model) -> str:
        """Where a row stands in the default ordering."""
        return _encode(self.default, self.orderings[self.default], row, False)


def _after(keys: Sequence[Key], values: Sequence[Any], backwards: bool) -> Q:
    """Beyond the first key, or tied with it and beyond the second, and so on."""
    condition, tied = Q(pk__in=[]), Q()
    for key, value in zip(keys, values, strict=True):
        condition |= tied & key.beyond(value, backwards)
        tied &= key.same(value)
    return condition


def _value(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part)
    if isinstance(row, date | datetime):
        return row.isoformat()
    return row if row is None or isinstance(row, int | str) else str(row)


def _encode(name: str, keys: Sequence[Key], row: Model, backwards: bool) -> str:
    return _SIGNER.sign_object([name, backwards, *(_value(row, key.path) for key in keys)])


def _decode(cursor: str, name: str, count: int) -> tuple[bool, list[Any]]:
    try:
        given, backwards, *values = _SIGNER.unsign_object(cursor)
    except (signing.BadSignature, ValueError) as error:
        raise BadCursor from error
    if given != name or len(values) != count:
        raise BadCursor
    return backwards, values


def _typed(rows: QuerySet[Any], keys: Sequence[Key], values: Sequence[Any]) -> list[Any]:
    return [_field(rows, key.path).to_python(value) for key, value in zip(keys, values, strict=True)]


def _field(rows: QuerySet[Any], path: str) -> "Field[Any, Any]":
    annotation = rows.query.annotations.get(path)
    return annotation.output_field if annotation is not None else _steps(rows.model, path)[-1]


def _nullable(rows: QuerySet[Any], path: str) -> bool:
    return path in rows.query.annotations or any(field.null for field in _steps(rows.model, path))


def _steps(model: type[Model], path: str) -> list[Any]:
    """The fields that a path of double underscores walks over."""
    fields: list[Any] = []
    for part in path.split("__"):
        fields.append(model._meta.pk if part == "pk" else model._meta.get_field(part))
        model = fields[-1].related_model or model
    return fields
