"""Reviewed Traditional texts of data: kept by the name of the field, each with the Simplified text it is of.

A text whose Simplified original changed afterwards is out of date: pages convert again and the admin is told.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import CharField, Field, Model, Q, TextField
from django.db.models.fields.json import KT

from portal.api.problems import Stale
from portal.ui.texts import OF, reviewed, traditional


@dataclass(frozen=True)
class Part:
    """One text of a row: its field, the Simplified text, its conversion, and what somebody made of it."""

    field: "Field[Any, Any]"
    original: str
    converted: str
    kept: str
    is_stale: bool


def fields_of(model: type[Model]) -> list["Field[Any, Any]"]:
    """The fields that exist in several languages: those with an English one beside them."""
    names = {field.name for field in model._meta.concrete_fields}
    texts = [f for f in model._meta.concrete_fields if isinstance(f, CharField | TextField)]
    return [field for field in texts if f"{field.name}_en" in names]


def parts_of(row: Any) -> list[Part]:
    """Every text of a row that is not empty."""
    found = []
    for field in fields_of(type(row)):
        original, kept = str(getattr(row, field.name) or ""), str(row.hant.get(field.name, ""))
        stale = bool(kept) and not reviewed(row, field.name)
        if original:
            found.append(Part(field, original, traditional(original), kept, stale))
    return found


def reviewed_texts(row: Any) -> dict[str, str]:
    """The reviewed texts that are up to date, by the name of the field."""
    return {f.name: text for f in fields_of(type(row)) if (text := reviewed(row, f.name))}


def seen(row: Any) -> str:
    """A mark of what somebody was shown: another when Simplified or Traditional texts changed since."""
    shown = [row.hant, {field.name: getattr(row, field.name) for field in fields_of(type(row))}]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def review(row: Any, texts: Mapping[str, str], mark: str) -> list[str]:
    """Keep these texts as reviewed now (an empty one is forgotten); the names of the fields that changed.

    A text that is out of date and given again is confirmed. Stale when somebody changed the row since.
    """
    locked = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if seen(locked) != mark:
        raise Stale
    kept, made_from = dict(locked.hant), dict(locked.hant.get(OF, {}))
    for name, text in texts.items():
        kept.pop(name, None)
        made_from.pop(name, None)
        if text:
            kept[name], made_from[name] = text, getattr(locked, name)
    kept[OF] = made_from
    before = locked.hant
    locked.hant = kept if made_from else {key: text for key, text in kept.items() if key != OF}
    changed = [
        name
        for name in texts
        if (before.get(name), before.get(OF, {}).get(name)) != (locked.hant.get(name), made_from.get(name))
    ]
    if changed:
        locked.save(update_fields=["hant"])
    return changed


def is_reviewed(model: type[Model]) -> Q:
    """Rows with a reviewed text."""
    return Q(hant__has_any_keys=[field.name for field in fields_of(model)])


def is_stale(model: type[Model]) -> Q:
    """Rows with a reviewed text whose Simplified original changed since."""
    found = Q()
    for field in fields_of(model):
        of_another = ~Q(**{field.name: KT(f"hant__{OF}__{field.name}")})
        found |= Q(**{f"hant__{OF}__has_key": field.name}) & of_another
    return found
