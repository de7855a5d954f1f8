from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models import QuerySet


class StationsConfig(AppConfig):
    name = "applications.stations"
    label = "stations"
    verbose_name = _("Stations")

    def ready(self) -> None:
        """Take part in the navigation, the clock, reminders and the history of applications."""
        from applications.intake.services.transition import register_listener
        from applications.stations import escalating, permissions, reminding, services
        from portal.accounts.scopes import Area, register_area
        from portal.api.permissions import register_rules
        from portal.inbox.jobs import register_job
        from portal.ui.navigation import NavItem, register

        label = _("To recommend")
        register("official", NavItem("station", label, "station", "file-check", 12, waiting, when=is_station))
        register_listener(services.keep_recommendation)
        register_listener(escalating.tell_passed_on)
        register_job(pass_on)
        reminding.register_all()
        register_rules(permissions.RULES)
        register_area(Area("recommendations", _("Recommendations"), ("recommendations",)))


def is_station(request: HttpRequest) -> bool:
    """Whether the reader acts for a station."""
    from applications.stations.rules import station_of
    from portal.accounts.capacities import acting

    return station_of(acting(request)) is not None


def waiting(request: HttpRequest) -> "tuple[QuerySet[Any]] | None":
    """The applications that wait for the station's opinion."""
    from applications.intake.models import Application
    from applications.intake.workflow import Status
    from applications.stations.rules import station_of
    from portal.accounts.capacities import acting

    department = station_of(acting(request))
    if department is None:
        return None
    return (Application.objects.filter(station=department, status=Status.RECOMMENDING),)


def pass_on(now: datetime) -> None:
    """Pass on what stations let lie until their time was over."""
    from applications.stations.services import pass_on_overdue

    pass_on_overdue(now)
