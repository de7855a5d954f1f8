from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One content, stored once under its SHA-256; who may read it is decided by what refers to it.

    A content that waits for its virus check or did not pass it lies in quarantine: kept, never sent out.
    """

    class Scan(models.TextChoices):
        NONE = "none", _("Not checked: no scanner")
        WAITING = "waiting", _("Waiting for the check")
        CLEAN = "clean", _("Nothing found")
        INFECTED = "infected", _("Refused")

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("stored by")
    )
    stored_at = models.DateTimeField(_("stored at"), auto_now_add=True)
    scan = models.CharField(_("virus check"), max_length=8, choices=Scan, default=Scan.NONE)
    scanned_at = models.DateTimeField(_("checked for viruses"), null=True, blank=True)
    finding = models.CharField(_("what was found"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints = [
            models.CheckConstraint(
                condition=Q(scan__in=["clean", "infected"], scanned_at__isnull=False)
                | Q(scan__in=["none", "waiting"], scanned_at__isnull=True, finding=""),
                name="stored_file_checked_when",
            )
        ]
        indexes = [
            models.Index(fields=["stored_at"], condition=Q(scan="waiting"), name="stored_file_waiting")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def in_quarantine(self) -> bool:
        """Whether nobody may read it."""
        return self.scan in (self.Scan.WAITING, self.Scan.INFECTED)
