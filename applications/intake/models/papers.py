from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.intake.models.applications import Application
from applications.intake.workflow import LetterKind


class Letter(models.Model):
    """An official letter as issued (append-only).

    `content`: {"basis", "note", "items": [str], "due_on", "silence", "amount"}, as the kind needs.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="letters", verbose_name=_("application")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind)
    number = models.CharField(_("number"), max_length=60, unique=True)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, related_name="+", verbose_name=_("issuing department")
    )
    content = models.JSONField(_("content"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-issued_at", "-id"]

    def __str__(self) -> str:
        return self.number


class NumberSeries(models.Model):
    """The last number given out under a prefix; allotted under a row lock, so there are no gaps."""

    prefix = models.CharField(_("prefix"), max_length=60, unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")

    def __str__(self) -> str:
        return self.prefix
