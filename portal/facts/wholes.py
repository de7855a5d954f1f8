"""Figures that are a part of another figure of the same year: a part is at most the whole."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.facts.definitions import FIGURES
from portal.facts.models import Statement
from portal.facts.values import Key, typed

WHOLE_OF = {"rd_domestic": "rd_expense", "st_staff": "staff", "hitech_income": "revenue"}
NAMES = {*WHOLE_OF, *WHOLE_OF.values()}


def excesses(values: Mapping[Key, Any], held: Mapping[Key, Any]) -> Iterator[tuple[Key, str]]:
    """Each part that would lie above its whole, with a sentence. `values`: what is stated, clean; `held`:
    what holds of the other figures, typed."""
    for part, whole in WHOLE_OF.items():
        for year in sorted({year for name, year in values if year and name in (part, whole)}):
            both = [values[key] if key in values else held.get(key) for key in ((part, year), (whole, year))]
            if both[0] is not None and both[1] is not None and both[0] > both[1]:
                told = {"whole": FIGURES[whole].label}
                yield (part, year), _("This is more than “%(whole)s”, of which it is a part.") % told


def held_of(organizations: Collection[int], keys: Iterable[Key]) -> dict[int, dict[Key, Any]]:
    """By organization what holds of all parts and wholes, if one of the keys is such; one query."""
    found: dict[int, dict[Key, Any]] = {pk: {} for pk in organizations}
    if not any(name in NAMES for name, _year in keys):
        return found
    rows = Statement.objects.filter(organization__in=organizations, key__in=NAMES)
    newest = rows.order_by("stated_at", "pk").values_list("organization", "key", "year", "value")
    for pk, name, year, value in newest:
        found[pk][name, year] = typed(name, value)
    return found
