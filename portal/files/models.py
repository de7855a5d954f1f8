import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
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
    invoice = models.JSONField(_("what the invoice says"), null=True, blank=True)  # as invoices.Invoice

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


class Upload(models.Model):
    """A file on its way in pieces, and for a day what became of it.

    `capacity`: what its sender acted as. `target` takes the file when it is complete, for `place` (what the
    target named). `received` bytes lie in storage as `pieces`.
    """

    class State(models.TextChoices):
        OPEN = "open", _("On its way")
        ARRIVED = "arrived", _("Being checked")
        DONE = "done", _("Taken")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("sent by")
    )
    capacity = models.CharField(_("acting as"), max_length=120)
    target = models.CharField(_("for"), max_length=20)
    place = models.JSONField(_("where it belongs"))
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    received = models.PositiveBigIntegerField(_("bytes received"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    refusal = models.CharField(_("why it was refused"), max_length=500, blank=True)
    began_at = models.DateTimeField(_("began"))
    changed_at = models.DateTimeField(_("last piece"))
    claimed_until = models.DateTimeField(_("being worked on until"), null=True)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-began_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_not_longer"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(received=F("size")), name="upload_arrived_whole"
            ),
        ]
        indexes = [
            models.Index(fields=["changed_at"], name="upload_changed"),
            models.Index(fields=["by"], condition=Q(state="open"), name="upload_open_of"),
        ]

    def __str__(self) -> str:
        return self.name


class Piece(models.Model):
    """Bytes of an upload from `offset` on, as they came in one request."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="pieces", verbose_name=_("upload"))
    offset = models.PositiveBigIntegerField(_("first byte"))
    size = models.PositiveIntegerField(_("size in bytes"))

    class Meta:
        verbose_name = _("piece of an upload")
        verbose_name_plural = _("pieces of uploads")
        ordering = ["offset"]
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="piece_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.offset}"
