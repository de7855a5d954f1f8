from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.files.lines import Does

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class ImportedListQuerySet(models.QuerySet["ImportedList"]):
    def visible_to(self, capacity: "Capacity | None") -> "ImportedListQuerySet":
        """Administrators see all, a head what they uploaded for the department."""
        if capacity is None or capacity.kind not in ("department", "admin"):
            return self.none()
        return self if capacity.kind == "admin" else self.filter(by=capacity.user, capacity=capacity.key)


class ImportedList(models.Model):
    """A list of organizations that somebody uploaded: read, mapped by hand, looked through, entered.

    `columns`: of the file, each with `header`, `examples` and what it is: `fact` ("" is left out), `year`,
    `unit`. `cursor`: the last line that is done; the next batch begins behind it, whoever takes it.
    """

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        MAPPING = "mapping", _("Waiting for its columns")
        CHECKING = "checking", _("Being looked through")
        CHECKED = "checked", _("Looked through")
        ENTERING = "entering", _("Being entered")
        ENTERED = "entered", pgettext_lazy("spreadsheet", "Entered")
        FAILED = "failed", _("Could not be read")

    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name=_("file")
    )
    name = models.CharField(_("name of the file"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    capacity = models.CharField(_("capacity"), max_length=80)
    at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.READING)
    columns = models.JSONField(_("columns"), default=list)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    cursor = models.PositiveIntegerField(default=0, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    trouble = models.CharField(_("what went wrong"), max_length=500, blank=True)
    entered_at = models.DateTimeField(_("entered"), null=True)

    objects = ImportedListQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported list")
        verbose_name_plural = _("imported lists")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        """A worker has it, or will soon."""
        return self.state in (self.State.READING, self.State.CHECKING, self.State.ENTERING)


class ImportedRow(models.Model):
    """A line of a list: its cells as texts (null where nothing was, {"bad": …} for a formula or an error),
    and what it does: `changes` as [fact, year, before, after], stored as statements store them."""

    imported = models.ForeignKey(ImportedList, models.CASCADE, related_name="rows", verbose_name=_("list"))
    number = models.PositiveIntegerField(_("line"))
    cells = models.JSONField(_("cells"))
    uscc = models.CharField(_("credit code"), max_length=18, blank=True)
    does = models.CharField(_("result"), max_length=8, choices=Does, blank=True)
    changes = models.JSONField(_("changes"), default=list)
    errors = models.JSONField(_("errors"), default=list)

    class Meta:
        verbose_name = _("line of an imported list")
        verbose_name_plural = _("lines of imported lists")
        ordering = ["imported", "number"]
        constraints = [models.UniqueConstraint(fields=["imported", "number"], name="imported_row_once")]
        indexes = [models.Index(fields=["imported", "uscc"], name="imported_row_code")]

    def __str__(self) -> str:
        return f"{self.imported} {self.number}"


class KnownShape(models.Model):
    """What the columns of a file were said to be, kept for the next file with the same headers."""

    fingerprint = models.CharField(max_length=64, unique=True)
    columns = models.JSONField(_("columns"))
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("known shape of a list")
        verbose_name_plural = _("known shapes of lists")

    def __str__(self) -> str:
        return self.fingerprint
