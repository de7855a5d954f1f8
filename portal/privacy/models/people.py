from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DataExport(models.Model):
    """Everything held about a person, collected on their request; `content` is gone after seven days."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_exports", verbose_name=_("person")
    )
    asked_at = models.DateTimeField(_("asked"))
    progress = models.PositiveSmallIntegerField(_("progress, percent"), default=0)
    content = models.JSONField(_("content"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    expires_at = models.DateTimeField(_("can be downloaded until"), null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("own-data export")
        verbose_name_plural = _("own-data exports")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(done_at=None), name="data_export_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, expires_at=None)
                | Q(done_at__isnull=False, expires_at__gt=F("done_at")),
                name="data_export_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.asked_at:%Y-%m-%d}"


class Closing(models.Model):
    """A person closes their account: seven days to change their mind, then they are made nameless."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="closings", verbose_name=_("person")
    )
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(_("due"))
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("account closing")
        verbose_name_plural = _("account closings")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(cancelled_at=None, done_at=None),
                name="closing_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(done_at=None), name="closing_cancelled_or_done"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(cancelled_at=None, done_at=None), name="closing_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.due_at:%Y-%m-%d}"


class Correction(models.Model):
    """A person asks for a correction of what they cannot change themselves."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("request", "Open")
        DONE = "done", pgettext_lazy("request", "Corrected")
        REFUSED = "refused", pgettext_lazy("request", "Not corrected")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="corrections", verbose_name=_("person")
    )
    wish = models.TextField(_("what is wrong, and what is right"), max_length=1000)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    class Meta:
        verbose_name = _("request for correction")
        verbose_name_plural = _("requests for correction")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", decided_at=None, decided_by=None)
                | (~Q(status="open") & Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(answer="")),
                name="correction_decided_who_when_and_why",
            )
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(status="open"), name="correction_waiting")]

    def __str__(self) -> str:
        return f"{self.person} · {self.asked_at:%Y-%m-%d}"
