from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models import QuerySet


class NoticesConfig(AppConfig):
    name = "applications.notices"
    label = "notices"
    verbose_name = _("Public notices")

    def ready(self) -> None:
        from applications.intake.timeline import TITLES
        from applications.notices import carrying, following, permissions, reminding, retention
        from portal.accounts.scopes import Area, register_area
        from portal.api.permissions import register_rules
        from portal.inbox.jobs import register_job
        from portal.privacy import held
        from portal.ui.navigation import NavItem, register
        from programs.catalog.rules import handles_rounds

        titles = {
            "corrected": _("Public notice corrected"),
            "appealed": _("Appealed"),
            "appeal_answered": _("Appeal answered"),
            "appeal_followed": _("What follows from the appeal"),
        }
        carrying.register_all()
        following.register_all()
        reminding.register_all()
        retention.register_all()
        TITLES.update(titles)
        register_job(carrying.carry_out_all)
        held.covered.add("notices.objection")  # who answers one does not take its maker's name along
        register_rules(permissions.RULES)
        paths = ("notices", "objections", "appeals")
        register_area(Area("notices", _("Public notices"), paths, reviewed=True))
        for shell in ("public", "firm", "official", "auditor"):
            register(shell, NavItem("notices", _("Public notices"), "notices", "speakerphone", 50))
        label = _("Objections and appeals")
        item = NavItem("objections", label, "objections", "scale", 55, open_cases, when=handles_rounds)
        register("official", item)


def open_cases(request: HttpRequest) -> "tuple[QuerySet[Any], ...] | None":
    """Objections and appeals that wait for the official's department, upheld ones of which nothing has
    followed yet included."""
    from applications.notices.models import Appeal, Objection
    from portal.accounts.capacities import acting_as

    department = acting_as(request).department
    if department is None:
        return None
    objections = Objection.objects.unsettled().filter(notice__round__department=department)
    appeals = Appeal.objects.unsettled().filter(application__round__department=department)
    return objections, appeals
