from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application
from portal.accounts.models import Department

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """Those of the department somebody acts for."""
        if capacity is None or capacity.department is None:
            return self.none()
        return self.filter(department=capacity.department)


class Tag(models.Model):
    """A word by which a department sorts its applications."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="tags", verbose_name=_("department")
    )
    name = models.CharField(_("tag"), max_length=20)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["department", "name"], name="tag_name_once")]

    def __str__(self) -> str:
        return self.name


class ApplicationTag(models.Model):
    """A tag at an application."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="tagged", verbose_name=_("application")
    )
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="uses", verbose_name=_("tag"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("tagged by")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("tag of an application")
        verbose_name_plural = _("tags of applications")
        ordering = ["tag__name"]
        constraints = [models.UniqueConstraint(fields=["tag", "application"], name="application_tag_once")]

    def __str__(self) -> str:
        return str(self.tag)


class InternalNoteQuerySet(models.QuerySet["InternalNote"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """The department that handles the application and those above it; the auditor. Never applicants."""
        if capacity is None:
            return self.none()
        if capacity.department:
            return self.filter(application__round__department__path__startswith=capacity.department.path)
        return self.all() if capacity.kind == "auditor" else self.none()


class InternalNote(models.Model):
    """What an official writes down for colleagues (append-only)."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="internal_notes", verbose_name=_("application")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    text = models.TextField(_("text"), max_length=2000)
    at = models.DateTimeField(_("at"))

    objects = InternalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["application", "-at", "-id"], name="internal_note_of")]

    def __str__(self) -> str:
        return self.text[:60]
