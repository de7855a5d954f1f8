from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.intake.models.applications import Application


class AnswerChange(models.Model):
    """Which question changed at which revision: lets two people work in one draft without overwriting."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="answer_changes", verbose_name=_("application")
    )
    revision = models.PositiveIntegerField(_("revision"))
    key = models.CharField(_("question"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("answer change")
        verbose_name_plural = _("answer changes")
        indexes = [models.Index(fields=["application", "revision"], name="answer_change_since")]

    def __str__(self) -> str:
        return f"{self.key} r{self.revision}"
