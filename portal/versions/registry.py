"""Which objects are kept in versions: their apps say so from AppConfig.ready."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Field, ForeignObjectRel, Model
from django.utils.functional import Promise

from portal.accounts.capacities import Capacity
from portal.accounts.models import User


@dataclass(frozen=True)
class Nested:
    """Rows below the rows of an object, which no relation alone carries.

    read: each kind of rows by a name, as JSON; every row has a `key`. write: has the object hold such rows,
    ValidationError where it cannot. models: by that name, for the words of their fields. words: names of
    values that are no field.
    """

    read: Callable[[Any], dict[str, list[dict[str, Any]]]]
    write: Callable[[Any, dict[str, list[dict[str, Any]]]], object]
    models: Mapping[str, type[Model]]
    words: Mapping[str, str | Promise] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """How a model is kept.

    parts: reverse relations whose rows belong to the object and come back with it.
    fixed: fields a restored version does not bring back (its address, whether it is published).
    left_out: fields that are computed and no part of what people wrote.
    refusal: why a version of this object cannot be restored now, as a sentence, or "".
    guard: called with the object as it is once a version is back, and who brings it back; raises Refused
    where that is out of their reach.
    after: called with the object once a version has been restored.
    nested: rows below its rows.
    worded: how values of fields read that say nothing by themselves, by field, parts included.
    """

    model: type[Model]
    parts: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    refusal: Callable[[Any], str] = lambda row: ""
    guard: Callable[[Any, Capacity | User], object] = lambda row, by: None
    after: Callable[[Any], object] = lambda row: None
    nested: Nested | None = None
    worded: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)

    def fields(self, model: type[Model], *, but: str = "") -> list["Field[Any, Any]"]:
        """The fields of the object or of a part that people write."""
        found = [*model._meta.concrete_fields, *model._meta.many_to_many]
        return [
            own
            for own in found
            if not own.primary_key and own.editable and own.name not in (*self.left_out, but)
        ]

    def relation(self, part: str) -> ForeignObjectRel:
        """How the rows of a part refer to the object: `related_model` are they, `field.name` says where."""
        return cast(ForeignObjectRel, self.model._meta.get_field(part))


_kept: dict[type[Model], Kept] = {}


def keep(kept: Kept) -> None:
    """Have every change of a model's objects kept as a version."""
    _kept[kept.model] = kept


def kept_model(model: type[Model]) -> Kept:
    """How a model's objects are kept; LookupError where they are not."""
    return _kept[model]


def kept_of(row: Model) -> Kept:
    """How an object is kept; LookupError where it is not."""
    return kept_model(type(row))


def is_kept(model: type[Model]) -> bool:
    """Whether a model's objects are kept in versions."""
    return model in _kept
