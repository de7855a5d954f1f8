from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, capacity: "Capacity | None") -> "EntryQuerySet":
        """The auditor reads all, an organization and a person what concerns their own data."""
        if capacity is None:
            return self.none()
        if capacity.kind == "auditor":
            return self
        if capacity.kind == "organization":
            return self.about(Entry.Subject.ORGANIZATION, capacity.organization.pk)
        return self.about(Entry.Subject.PERSON, capacity.user.pk) if capacity.kind == "self" else self.none()

    def about(self, kind: str, pk: int) -> "EntryQuerySet":
        """Those about one organization or person."""
        return self.filter(subject_kind=kind, subject_id=pk)


class Entry(models.Model):
    """Somebody in office looked at somebody's data (append-only).

    `office`, `subject_label`, `what`: as they were called then; `what` is an application, a file
    or the name of the list. Nothing refers to the subject's row: the log outlives it.
    """

    class Verb(models.TextChoices):
        OPENED = "opened", pgettext_lazy("data", "Opened")
        EXPORTED = "exported", pgettext_lazy("data", "Exported")
        DOWNLOADED = "downloaded", pgettext_lazy("data", "Downloaded")
        REVEALED = "revealed", pgettext_lazy("data", "Revealed")

    class Subject(models.TextChoices):
        ORGANIZATION = "organization", _("Organization")
        PERSON = "person", _("Person")

    at = models.DateTimeField(_("at"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    capacity = models.CharField(_("capacity"), max_length=90)
    office = models.CharField(_("department and post"), max_length=200)
    verb = models.CharField(_("what was done"), max_length=10, choices=Verb)
    subject_kind = models.CharField(_("kind"), max_length=12, choices=Subject)
    subject_id = models.BigIntegerField(_("number"))
    subject_label = models.CharField(_("whose data"), max_length=160)
    what = models.CharField(_("which data"), max_length=200, blank=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the access log")
        verbose_name_plural = _("access log")
        ordering = ["-at", "-id"]
        indexes = [
            BrinIndex(fields=["at"], name="access_entry_at"),  # written in order: purging finds its range
            models.Index(fields=["-at", "-id"], name="access_entry_newest"),
            models.Index(fields=["subject_kind", "subject_id", "-at", "-id"], name="access_entry_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user} {self.verb} {self.subject_label}"
