from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.intake.models.applications import Application


class FinalCheck(models.Model):
    """Somebody looked at everything before submitting, or pressed the button: from then on the grace of the
    round holds, if that was before the deadline. The first time stays.
    """

    application = models.OneToOneField(
        Application,
        models.CASCADE,
        primary_key=True,
        related_name="final_check",
        verbose_name=_("application"),
    )
    begun_at = models.DateTimeField(_("begun"))

    class Meta:
        verbose_name = _("final check")
        verbose_name_plural = _("final checks")

    def __str__(self) -> str:
        return f"{self.application_id} {self.begun_at:%Y-%m-%d %H:%M:%S}"
