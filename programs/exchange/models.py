from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Table(models.TextChoices):
    """What is exchanged as a spreadsheet."""

    PROGRAMS = "programs", _("Programs")
    CLAUSES = "clauses", _("Clauses")
    MEASURES = "measures", _("Measures")
    TARGETS = "targets", _("Targets")


class Import(models.Model):
    """A spreadsheet somebody uploaded: looked through first, then entered as a whole, or not at all."""

    table = models.CharField(_("table"), max_length=10, choices=Table)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("name of the file"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    applied_at = models.DateTimeField(_("entered"), null=True, blank=True)
    changed = models.PositiveIntegerField(_("rows that changed something"), null=True, blank=True)

    class Meta:
        verbose_name = _("spreadsheet")
        verbose_name_plural = _("spreadsheets")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at=None, changed=None)
                | Q(applied_at__isnull=False, changed__isnull=False),
                name="import_applied_when_and_what",
            )
        ]

    def __str__(self) -> str:
        return self.name
