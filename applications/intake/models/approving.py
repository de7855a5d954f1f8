from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.intake.models.applications import Application


class Approval(models.Model):
    """One level approved what was proposed (append-only).

    `run`: how often it had been proposed; an approval of an earlier proposal is void.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="approvals", verbose_name=_("application")
    )
    level = models.ForeignKey(
        "catalog.ApprovalLevel", models.PROTECT, related_name="approvals", verbose_name=_("level")
    )
    run = models.PositiveSmallIntegerField(_("how often proposed"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("approved by")
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by")
    )
    at = models.DateTimeField(_("approved"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("approval of a level")
        verbose_name_plural = _("approvals of levels")
        ordering = ["application", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "run", "level"], name="approval_once"),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | ~Q(by=F("proposed_by")),
                name="approval_by_another",
                violation_error_message=_("Whoever proposed an application does not approve it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.level_id}"
