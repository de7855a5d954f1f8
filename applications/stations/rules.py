"""Who acts as a station, and for whom."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from applications.intake.models.applications import STATION_LEVELS
from applications.intake.rules import endorses
from portal.accounts.models import Department
from portal.organizations.models import Organization

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity

__all__ = ["endorses", "organizations_of", "station_of"]


def station_of(capacity: "Capacity | None") -> Department | None:
    """The department whose organizations somebody recommends; None for everybody else."""
    department = capacity.department if capacity else None
    return department if department and department.level in STATION_LEVELS else None


def organizations_of(department: Department) -> QuerySet[Organization]:
    """Those that the department and the stations below it recommend: they chose it, or it is the one of their
    tax region."""
    stations = Department.objects.within(department).filter(level__in=STATION_LEVELS)
    chosen = Q(recommender__department__in=stations)
    usual = Q(recommender=None, tax_region__in=regions_of(list(stations)))
    return Organization.objects.filter(chosen | usual)


def regions_of(departments: list[Department]) -> list[str]:
    """The regions whose organizations these departments recommend unless they chose another: as
    `recommender_of` says it of one organization."""
    regions = {department.region_id for department in departments}
    near: dict[str, list[Department]] = {region: [] for region in regions}
    for row in Department.objects.filter(region__in=regions).order_by("path"):
        near[row.region_id].append(row)
    own = {department.pk for department in departments}
    return [region for region, rows in near.items() if (found := _usual(rows)) and found.pk in own]


def _usual(rows: list[Department]) -> Department | None:
    """Of a region's departments the only station, else the first of the district."""
    stations = [row for row in rows if row.level == Department.Level.STATION]
    if len(stations) == 1:
        return stations[0]
    return next((row for row in rows if row.level == Department.Level.DISTRICT), None)
