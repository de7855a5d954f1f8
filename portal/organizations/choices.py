"""Regions and industries as grouped choices for selects."""

from collections import defaultdict
from typing import Any

from portal.reference.models import Industry, Region
from portal.ui.texts import localized

Groups = list[tuple[str, list[tuple[str, str]]]]
EMPTY = ("", "—")


def region_choices() -> list[Any]:
    """Regions in force, under their province; the province itself closes its group."""
    names: dict[str, str] = {}
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for region in Region.objects.filter(valid_to__isnull=True).order_by("code"):
        province, name = region.code[:2], localized(region, "name")
        if region.level == Region.Level.PROVINCE:
            names[province] = name
        groups[province].append((region.code, name))
    return [EMPTY, *((names.get(code, code), found) for code, found in groups.items())]


def industry_choices() -> list[Any]:
    """Divisions under their section."""
    divisions = Industry.objects.filter(section__isnull=False).select_related("section").order_by("code")
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for division in divisions:
        title = f"{division.section_id} {localized(division.section, 'name')}"
        groups[title].append((division.code, f"{division.code} {localized(division, 'name')}"))
    return [EMPTY, *sorted(groups.items())]
