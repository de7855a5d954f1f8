from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application, Submission


class ApplicationText(models.Model):
    """What was handed in last: its terms (characters, pairs of characters, words), and who leads the project.

    Nothing encrypted: `leader` is the id of an encrypted number, or the applicant and a name.
    """

    application = models.OneToOneField(
        Application,
        models.CASCADE,
        primary_key=True,
        related_name="handed_in_text",
        verbose_name=_("application"),
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, related_name="+", verbose_name=_("submission")
    )
    terms = ArrayField(models.TextField(), verbose_name=_("terms"))
    leader = models.CharField(_("project leader"), max_length=200, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("words of an application")
        verbose_name_plural = _("words of applications")
        indexes = [
            GinIndex(fields=["terms"], name="application_text_terms"),
            models.Index(fields=["leader"], condition=~Q(leader=""), name="application_text_leader"),
        ]

    def __str__(self) -> str:
        return str(self.application_id)
