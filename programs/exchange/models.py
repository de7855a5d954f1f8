from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.files.lines import Does


class Table(models.TextChoices):
    """What is exchanged as a spreadsheet; what belongs to its rows is on sheets of their own."""

    PROGRAMS = "programs", _("Programs")
    CLAUSES = "clauses", _("Clauses")
    MEASURES = "measures", _("Measures")
    RULES = "rules", _("Rules")
    TARGETS = "targets", _("Targets")


class Import(models.Model):
    """A spreadsheet somebody uploaded: looked through first, then entered as a whole, or not at all.

    `digest`: of what looking through found, so that nothing else is entered. `claimed_until`: the worker that
    has it is presumed dead after that.
    """

    class State(models.TextChoices):
        LOOKING = "looking", _("Being looked through")
        LOOKED = "looked", _("Looked through")
        ENTERING = "entering", _("Being entered")
        ENTERED = "entered", pgettext_lazy("spreadsheet", "Entered")
        FAILED = "failed", _("Could not be read")

    table = models.CharField(_("table"), max_length=10, choices=Table)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("name of the file"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.LOOKING, db_default=State.LOOKING
    )
    rows_total = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0, db_default=0)
    digest = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    trouble = models.CharField(_("what went wrong"), max_length=500, blank=True, default="", db_default="")
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
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

    @property
    def is_waiting(self) -> bool:
        """A worker has it, or will soon."""
        return self.state in (self.State.LOOKING, self.State.ENTERING)


class ImportLine(models.Model):
    """What a row of a spreadsheet does, or why it cannot; in the language of who uploaded it."""

    imported = models.ForeignKey(Import, models.CASCADE, related_name="lines", verbose_name=_("spreadsheet"))
    position = models.PositiveIntegerField(_("position"))
    sheet = models.CharField(_("sheet"), max_length=40)
    number = models.PositiveIntegerField(_("line"))
    name = models.CharField(_("name"), max_length=300, blank=True)
    does = models.CharField(_("result"), max_length=8, choices=Does)
    changes = models.JSONField(_("changes"), default=list, blank=True)
    errors = models.JSONField(_("errors"), default=list, blank=True)

    class Meta:
        verbose_name = _("row of a spreadsheet")
        verbose_name_plural = _("rows of spreadsheets")
        ordering = ["imported", "position"]
        constraints = [
            models.UniqueConstraint(fields=["imported", "position"], name="import_line_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.imported} {self.number}"
