from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.intake.models.applications import Application

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class Presence(models.Model):
    """Where in an application somebody worked last: colleagues see it, and work goes on there."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="presences", verbose_name=_("application")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    section = models.CharField(_("section"), max_length=40)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["application", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.section}"


class ThreadMessageQuerySet(models.QuerySet["ThreadMessage"]):
    def visible_to(self, capacity: "Capacity | None") -> "ThreadMessageQuerySet":
        """The applicant's people; the department the message was written to or from, and those above it."""
        if capacity is None:
            return self.none()
        if capacity.kind == "organization":
            return self.filter(application__organization=capacity.organization)
        if capacity.kind == "self":
            return self.filter(application__person=capacity.user)
        if capacity.department:
            return self.filter(application__round__department__path__startswith=capacity.department.path)
        return self.all() if capacity.kind == "auditor" else self.none()


class ThreadMessage(models.Model):
    """A message between an applicant and the department, kept with the application (append-only).

    `attached`: the answers as they were when the applicant let the department read them, identity numbers
    masked; None where they were not shown.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="thread", verbose_name=_("application")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    from_office = models.BooleanField(_("from the department"), default=False)
    section = models.CharField(_("section"), max_length=40, blank=True)
    text = models.TextField(_("text"), max_length=4000)
    attached = models.JSONField(_("answers shown"), null=True, blank=True)

    objects = ThreadMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message about an application")
        verbose_name_plural = _("messages about applications")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_office=False) | Q(attached__isnull=True), name="thread_answers_by_applicant"
            ),
        ]
        indexes = [models.Index(fields=["application", "at", "id"], name="thread_of_application")]

    def __str__(self) -> str:
        return self.text[:60]
