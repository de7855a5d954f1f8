from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ReviewConfig(AppConfig):
    name = "applications.review"
    label = "review"
    verbose_name = _("Review")

    def ready(self) -> None:
        from applications.intake.rules import register_requirement
        from applications.intake.services.start import register_limit
        from applications.intake.services.transition import register_listener
        from applications.review import checking, limits, overdue, permissions, texts
        from applications.review.circulars import KIND, texts_of_circulars
        from applications.review.models import CheckPoint
        from applications.review.tasks import each_minute
        from portal.accounts.editing import register_work
        from portal.accounts.scopes import Area, register_area
        from portal.api.permissions import register_rules
        from portal.inbox.jobs import register_job
        from portal.inbox.kinds import Audience, Kind, register_kinds
        from portal.privacy.registry import Kind as PeriodKind
        from portal.privacy.registry import register_retention
        from portal.ui.navigation import NavItem, register
        from programs.publishing.copying import register_copier
        from programs.publishing.lines import Lines, register_lines

        label = _("Messages from the department")
        why = _("The department that handles your application wrote to you.")
        register_kinds("department", label, [Kind(KIND, label)], why=why, audience=Audience.APPLICANTS)
        register_job(each_minute)
        overdue.register_all()
        register_rules(permissions.RULES)
        register_area(Area("bulk-runs", _("Actions on many applications"), ("bulk-runs",), reviewed=True))
        register_work(CheckPoint, "view", "add", "change", "delete")
        register_copier(checking.copy_points)
        fields = ("position", "key", "text", "gap", "question", "fatal")
        point, another = _("Point of the formal check"), _("One more point of the formal check")
        register_lines(Lines(CheckPoint, fields, point, another))
        register_requirement("accept", checking.accept_refusal)
        register_requirement("accept", limits.refusal)
        register_requirement("submit", limits.refusal)
        register_limit(limits.start_refusal)
        register_listener(checking.write_down)
        register_listener(texts.keep_leader)
        label = _("Texts of messages to applicants")
        register_retention(PeriodKind("circular_texts", label, "erase", texts_of_circulars))
        register("official", NavItem("workbench", _("Workbench"), "workbench", "inbox", 10, waiting))


def waiting(request: HttpRequest) -> "tuple[QuerySet[Any], ...] | None":
    """The applications that wait for the official's department to be checked or decided, or for their
    approval."""
    from applications.intake.models import Application
    from applications.intake.workflow import Status
    from applications.review.desk import awaiting
    from portal.accounts.capacities import acting_as

    by = acting_as(request)
    if by.department is None:
        return None
    rows = Application.objects.ever_submitted()
    handled = rows.filter(round__department=by.department, status__in=[Status.SUBMITTED, Status.ACCEPTED])
    return handled, rows.filter(awaiting(by))
