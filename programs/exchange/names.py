"""Rows by the names that cells give them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from programs.policies.models import Clause


def written(row: Any) -> str:
    """How a row is named in a cell: document#clause, or its short name or code."""
    if isinstance(row, Clause):
        return f"{row.document.slug}#{row.number}"
    return str(row.natural_key()[0])


class Names:
    """Looks up rows, each once; `forget` those of a model when one of them has changed."""

    def __init__(self) -> None:
        self._known: dict[tuple[type[Model], str], Any] = {}

    def forget(self, model: type[Model]) -> None:
        """Look the rows of a model up anew."""
        self._known = {key: row for key, row in self._known.items() if key[0] is not model}

    def rows(self, model: Any, words: list[str]) -> list[Any]:
        """The rows of these names; ValidationError names what is not there."""
        if new := [word for word in words if (model, word) not in self._known]:
            self._known |= {(model, written(row)): row for row in _found(model, new)}
        if missing := [word for word in words if (model, word) not in self._known]:
            sentence = _("There is no “%(name)s” among: %(rows)s.")
            raise ValidationError(sentence % {"name": missing[0], "rows": model._meta.verbose_name_plural})
        return [self._known[model, word] for word in words]


def _found(model: Any, words: list[str]) -> Any:
    if model is Clause:
        wanted = Q(pk__in=[])
        for word in words:
            document, _mark, number = word.partition("#")
            wanted |= Q(document__slug=document, number=number)
        return Clause.objects.filter(wanted).select_related("document")
    key = "code" if any(field.name == "code" for field in model._meta.fields) else "slug"
    return model._default_manager.filter(**{f"{key}__in": words})
