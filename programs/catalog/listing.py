"""What the list of programs offers to choose from: facets, what is chosen, what to loosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.accounts.models import Department
from portal.reference.models import Region
from portal.ui.formats import amounts
from portal.ui.texts import current_language, localized
from programs.catalog.facets import AMOUNTS, Counts, of_region
from programs.catalog.filters import (
    APPLICANT_CHOICES,
    CLOSING_CHOICES,
    KIND_CHOICES,
    PHASE_CHOICES,
    ProgramFilter,
)
from programs.policies.models import PolicyDocument

Words = str | Promise
FIRST_OPEN = 4  # facets that are unfolded at first
Choices = Iterable[tuple[str, Words]]


@dataclass(frozen=True)
class Choice:
    """A value of a filter, how many programs it stands for, and whether it is chosen."""

    value: str
    label: Words
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter with its choices. `single`: one at a time. `unfolded`: shown without being asked for."""

    name: str
    label: Words
    choices: list[Choice]
    single: bool
    unfolded: bool


@dataclass(frozen=True)
class Chip:
    """Something chosen, and the address without it."""

    label: str
    url: str


def facets(found: ProgramFilter, counts: Counts) -> list[Facet]:
    """Every filter in order; choices without a program only where they are chosen."""
    codes, places = _named(found, counts, "department"), _named(found, counts, "region")
    offices = Department.objects.filter(Q(code__in=codes) | Q(region__in=places)).select_related("region")
    offices = offices.order_by("path")
    slugs = _named(found, counts, "document")
    documents = PolicyDocument.objects.filter(slug__in=slugs).order_by("-issued_on", "slug")
    offered: list[tuple[str, Choices]] = [
        ("phase", PHASE_CHOICES),
        ("closing", CLOSING_CHOICES),
        ("kind", KIND_CHOICES),
        ("applicant", APPLICANT_CHOICES),
        ("amount_min", [(str(amount), _at_least(amount)) for amount in AMOUNTS]),
        ("level", Department.Level.choices),
        ("region", _places(office.region for office in offices)),
        (
            "department",
            [(office.code, localized(office, "name")) for office in offices if office.code in codes],
        ),
        ("document", [(document.slug, localized(document, "short_title")) for document in documents]),
    ]
    made = [_facet(found, counts, name, choices, place) for place, (name, choices) in enumerate(offered)]
    return [facet for facet in made if facet.choices]


def _facet(found: ProgramFilter, counts: Counts, name: str, choices: Choices, place: int) -> Facet:
    chosen, counted = _chosen(found, name), counts[name]
    made = [
        Choice(
            value, label, of_region(counted, value) if name == "region" else counted[value], value in chosen
        )
        for value, label in choices
    ]
    shown = [choice for choice in made if choice.count or choice.chosen]
    single = name in ("closing", "amount_min", "region")
    return Facet(name, found.filters[name].label, shown, single, bool(chosen) or place < FIRST_OPEN)


def _chosen(found: ProgramFilter, name: str) -> set[str]:
    """The values of a filter in the address that it knows."""
    if not found.form.cleaned_data.get(name):
        return set()
    return {value for value in found.data.getlist(name) if value}


def _named(found: ProgramFilter, counts: Counts, name: str) -> set[str]:
    return set(counts[name]) | _chosen(found, name)


def _places(regions: Iterable[Region]) -> Choices:
    by_code = {region.pk: localized(region, "name") for region in regions}
    return sorted(by_code.items())


def _at_least(amount: int) -> str:
    return _("%(amount)s or more") % {"amount": amounts.wan(Decimal(amount), current_language())}


def chips(found: ProgramFilter, shown: list[Facet], query: QueryDict) -> list[Chip]:
    """What is chosen, each with the address without it."""
    made = [
        Chip(str(choice.label), _without(query, facet.name, choice.value))
        for facet in shown
        for choice in facet.choices
        if choice.chosen
    ]
    shown_names = {facet.name for facet in shown for choice in facet.choices if choice.chosen}
    made += [
        Chip(str(found.filters[name].label), _without(query, name))
        for name in ("open", "closing_before", "amount_min", "region")
        if found.form.cleaned_data.get(name) and name not in shown_names
    ]
    if typed := found.form.cleaned_data.get("q"):
        made.append(Chip(f"“{typed}”", _without(query, "q")))
    return made


def _without(query: QueryDict, name: str, value: str = "") -> str:
    """The address without a value of a filter, or without the filter."""
    left = query.copy()
    left.pop("page", None)
    left.setlist(name, [one for one in query.getlist(name) if value and one != value])
    return f"?{left.urlencode()}"


def to_loosen(found: ProgramFilter, rows: list[tuple[str, int]], query: QueryDict) -> list[dict[str, Any]]:
    """Where nothing matches: each filter that helps when it goes, with how many there would be."""
    return [
        {"label": found.filters[name].label, "count": count, "url": _without(query, name)}
        for name, count in rows
    ]
