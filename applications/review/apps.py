from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    name = "applications.review"
    label = "review"
    verbose_name = _("Review")

    def ready(self) -> None:
        from applications.review import overdue, permissions
        from applications.review.circulars import KIND, texts_of_circulars
        from applications.review.tasks import each_minute
        from portal.api.permissions import register_rules
        from portal.inbox.jobs import register_job
        from portal.inbox.kinds import Audience, Kind, register_kinds
        from portal.privacy.registry import Kind as PeriodKind
        from portal.privacy.registry import register_retention
        from portal.ui.navigation import NavItem, register

        label = _("Messages from the department")
        why = _("The department that handles your application wrote to you.")
        register_kinds("department", label, [Kind(KIND, label)], why=why, audience=Audience.APPLICANTS)
        register_job(each_minute)
        overdue.register_all()
        register_rules(permissions.RULES)
        label = _("Texts of messages to applicants")
        register_retention(PeriodKind("circular_texts", label, "erase", texts_of_circulars))
        register("official", NavItem("workbench", _("Workbench"), "workbench", "inbox", 10, waiting))


def waiting(request: HttpRequest) -> int | None:
    """How many applications wait for the official's department."""
    from applications.intake.models import Application
    from applications.intake.workflow import Status
    from portal.accounts.capacities import acting_as

    department = acting_as(request).department
    if department is None:
        return None
    known: int | None = getattr(request, "waits", None)
    if known is not None:  # the workbench has just counted them
        return known
    return Application.objects.filter(
        round__department=department, status__in=[Status.SUBMITTED, Status.ACCEPTED]
    ).count()
