"""Whom a change touches: the counts by size, district and industry, with names for their codes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.reference.models import Industry, Region
from portal.ui.texts import localized
from programs.eligibility.vocabulary import SizeClass
from programs.screening.whatif import WhatIf
from programs.screening.whatif_counting import Counts, Tally

SHOWN = 12  # rows of a table; the rest is added up


@dataclass(frozen=True)
class Line:
    """A row of a table. `code`: for the filter of the list; "" where it stands for several."""

    code: str
    name: str
    tally: Tally
    need: Any


@dataclass(frozen=True)
class Breakdown:
    """One table."""

    key: str
    title: str | Promise
    lines: tuple[Line, ...]


def breakdowns(question: WhatIf) -> list[Breakdown]:
    """By size, district and section of industry."""
    counts, amount = question.counts, question.amount
    return [by_size(counts, amount), by_region(counts, amount), by_industry(counts, amount)]


def by_size(counts: Counts, amount: Decimal | None) -> Breakdown:
    """Micro first, unknown last."""
    found = counts.parts["size"]
    sizes = {code: found.get(code, Tally()) for code in (*SizeClass.values[::-1], None)}
    return Breakdown("size", gettext_lazy("Size"), tuple(_lines(sizes, _size_names(), amount)))


def by_region(counts: Counts, amount: Decimal | None) -> Breakdown:
    """The districts with most."""
    found = counts.parts["region"]
    return Breakdown("region", gettext_lazy("District"), tuple(_most(found, regions(found), amount)))


def by_industry(counts: Counts, amount: Decimal | None) -> Breakdown:
    """The sections with most."""
    found = _sections(counts.parts["industry"])
    return Breakdown("industry", gettext_lazy("Industry"), tuple(_most(found, industries(found), amount)))


def _size_names() -> dict[Any, str]:
    return {code: str(label) for code, label in SizeClass.choices}


def regions(codes: Iterable[Any]) -> dict[Any, str]:
    """Districts by code."""
    return {
        row.code: localized(row, "name") for row in Region.objects.filter(code__in=[c for c in codes if c])
    }


def industries(codes: Iterable[Any]) -> dict[Any, str]:
    """Sections by letter."""
    rows = Industry.objects.filter(code__in=[code for code in codes if code])
    return {row.code: localized(row, "name") for row in rows}


def divisions_of(section: str) -> list[str]:
    """A section and what belongs to it."""
    return list(Industry.objects.filter(Q(code=section) | Q(section=section)).values_list("code", flat=True))


def _sections(found: Mapping[Any, Tally]) -> dict[Any, Tally]:
    """Divisions added up to their sections; one query."""
    section_of = dict(Industry.objects.exclude(section=None).values_list("code", "section"))
    summed: dict[Any, Tally] = {}
    for code, tally in found.items():
        summed.setdefault(section_of.get(code, code), Tally()).take(tally)
    return summed


def _most(found: Mapping[Any, Tally], names: Mapping[Any, str], amount: Any) -> Iterable[Line]:
    """The rows with most organizations; the rest added up."""
    touched = {code: tally for code, tally in found.items() if tally.before or tally.after}
    ordered = sorted(touched, key=lambda code: (-max(touched[code].before, touched[code].after), str(code)))
    yield from _lines({code: touched[code] for code in ordered[:SHOWN]}, names, amount)
    if len(ordered) > SHOWN:
        rest = Tally()
        for code in ordered[SHOWN:]:
            rest.take(touched[code])
        yield Line("", _("others"), rest, _need(rest, amount))


def _lines(found: Mapping[Any, Tally], names: Mapping[Any, str], amount: Any) -> Iterable[Line]:
    for code, tally in found.items():
        if tally.before or tally.after:
            yield Line(code or "", names.get(code, _("unknown")), tally, _need(tally, amount))


def _need(tally: Tally, amount: Any) -> Any:
    return None if amount is None else amount * tally.after
