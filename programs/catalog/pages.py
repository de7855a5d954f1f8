"""What the public pages show, gathered in a fixed number of queries."""

from django.db.models import QuerySet

from portal.accounts.models import Department
from portal.reference.models import Region
from programs.catalog.models import Round
from programs.policies.kinds import Kind

KIND_ICONS = {
    Kind.VOUCHER: "ticket",
    Kind.SUBSIDY: "coins",
    Kind.SERVICE_PACKAGE: "briefcase",
    Kind.GRANT: "flask",
    Kind.COMMISSIONER: "user-cog",
    Kind.INTERNSHIP: "school",
    Kind.MENTOR: "users",
    Kind.RECOGNITION: "certificate",
    Kind.EVALUATION: "star",
    Kind.LOAN: "building-bank",
    Kind.MATCHMAKING: "arrows-exchange",
    Kind.INSTRUMENT_SHARING: "microscope",
    Kind.PROCUREMENT_CATALOG: "list-check",
    Kind.EVENT: "calendar-event",
    Kind.AWARD: "trophy",
}


def regions_served() -> list[Region]:
    """Regions of the departments that handle published rounds."""
    return list(Region.objects.filter(pk__in=_handling_regions()).order_by("code"))


def _handling_regions() -> QuerySet[Department, str]:
    handling = Department.objects.filter(rounds__status=Round.Status.PUBLISHED)
    return handling.values_list("region", flat=True)
