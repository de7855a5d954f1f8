from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.intake.models import Application
from portal.accounts.models import Department

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class BulkRunQuerySet(models.QuerySet["BulkRun"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """Those of the department somebody acts for."""
        if capacity is None or capacity.department is None:
            return self.none()
        return self.filter(department=capacity.department)


class BulkRun(models.Model):
    """One action on many applications. Which ones is fixed when it is previewed.

    `inputs`: {"to": id of the colleague} or {"tag": id of the tag}; empty for an action of the workflow.
    `capacity`: as what the person acts. `confirmed_at`: when it was started.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    capacity = models.CharField(_("capacity"), max_length=80)
    action = models.CharField(_("action"), max_length=40)
    inputs = models.JSONField(_("inputs"), default=dict)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("started at"), null=True, blank=True)

    objects = BulkRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("action on many applications")
        verbose_name_plural = _("actions on many applications")
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(confirmed_at__isnull=True), name="bulk_run_unconfirmed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.created_at:%Y-%m-%d %H:%M}"


class BulkRow(models.Model):
    """An application of a run and what became of it; `sentence` says why not."""

    class Result(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("of an action on many", "Waiting")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Not done")

    run = models.ForeignKey(
        BulkRun, models.CASCADE, related_name="rows", verbose_name=_("action on many applications")
    )
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="+", verbose_name=_("application")
    )
    result = models.CharField(_("result"), max_length=8, choices=Result, default=Result.WAITING)
    sentence = models.CharField(_("why not"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("application of an action on many")
        verbose_name_plural = _("applications of actions on many")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "application"], name="bulk_row_once")]
        indexes = [models.Index(fields=["run", "id"], condition=Q(result="waiting"), name="bulk_row_waiting")]

    def __str__(self) -> str:
        return str(self.application_id)
