"""Regions and industries as grouped choices for selects."""

from collections import defaultdict
from typing import Any

from portal.reference.models import Industry, Region, region_prefix
from portal.ui.texts import localized

Groups = list[tuple[str, list[tuple[str, str]]]]
EMPTY = ("", "—")


def region_choices() -> list[Any]:
    """Regions in force, under their province; a district of a prefecture with its prefecture's name."""
    names: dict[str, str] = {}
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for region in Region.objects.filter(valid_to__isnull=True).order_by("code"):
        name = localized(region, "name")
        names[region_prefix(region.code)] = name
        prefecture = names.get(region.code[:4]) if region.level == Region.Level.DISTRICT else None
        groups[region.code[:2]].append((region.code, f"{prefecture} · {name}" if prefecture else name))
    return [EMPTY, *((names.get(code, code), found) for code, found in groups.items())]


def industry_choices() -> list[Any]:
    """Divisions under their section."""
    divisions = Industry.objects.filter(section__isnull=False).select_related("section").order_by("code")
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for division in divisions:
        title = f"{division.section_id} {localized(division.section, 'name')}"
        groups[title].append((division.code, f"{division.code} {localized(division, 'name')}"))
    return [EMPTY, *sorted(groups.items())]
