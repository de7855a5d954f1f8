from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application
from applications.panels.models.panels import Panel

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class AvoidanceQuerySet(models.QuerySet["Avoidance"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """Its applicant, the department that handles the round and the auditor."""
        if capacity is not None and capacity.kind in ("organization", "self"):
            return self.filter(application__in=Application.objects.visible_to(capacity))
        handled = Panel.objects.visible_to(capacity)
        if capacity is not None and capacity.department:
            return self.filter(application__round__department=capacity.department)
        return self.filter(application__round__in=handled.values("round"))


class Avoidance(models.Model):
    """An expert whom the applicant asks to be kept away. A place that is taken back is not named any more."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="avoidances", verbose_name=_("application")
    )
    name = models.CharField(_("name of the expert"), max_length=60)
    employer = models.CharField(_("where they work"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    stated_at = models.DateTimeField(_("stated at"))
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("stated by")
    )

    objects = AvoidanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("expert to be avoided")
        verbose_name_plural = _("experts to be avoided")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "name", "employer"],
                name="avoidance_once",
                violation_error_message=_("You have named this person already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
