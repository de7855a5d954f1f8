from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application
from portal.accounts.models import Department

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class CircularQuerySet(models.QuerySet["Circular"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """Those of the department somebody acts for."""
        if capacity is None or capacity.department is None:
            return self.none()
        return self.filter(department=capacity.department)


class Circular(models.Model):
    """One message of a department to many applicants. Whom it reaches is fixed when it is previewed.

    {number}, {program} and {applicant} in subject and text stand for those of each application.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    capacity = models.CharField(_("capacity"), max_length=80)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"), max_length=4000)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = CircularQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to applicants")
        verbose_name_plural = _("messages to applicants")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.subject


class Addressee(models.Model):
    """An application whose people get the message; `told_at`: when it was handed to the outbox."""

    circular = models.ForeignKey(
        Circular, models.CASCADE, related_name="addressees", verbose_name=_("message to applicants")
    )
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="+", verbose_name=_("application")
    )
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["circular", "id"], condition=Q(told_at__isnull=True), name="addressee_untold"
            )
        ]
        constraints = [models.UniqueConstraint(fields=["circular", "application"], name="addressee_once")]

    def __str__(self) -> str:
        return str(self.application_id)
