from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Preference(models.Model):
    """How a person wants the messages of a group of kinds; without a row, the group's own choice holds."""

    class Digest(models.TextChoices):
        NOW = "now", _("At once")
        DAILY = "daily", _("Together, once a day")
        WEEKLY = "weekly", _("Together, once a week")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences", verbose_name=_("person")
    )
    group = models.CharField(_("group"), max_length=40)
    email = models.BooleanField(_("by e-mail"))
    sms = models.BooleanField(_("by text message"))
    digest = models.CharField(_("when e-mails leave"), max_length=8, choices=Digest, default=Digest.NOW)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        ordering = ["user", "group"]
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.group}"


class QuietHours(models.Model):
    """When a person is not to be disturbed by e-mails and text messages; without a row 22:00 to 08:00.

    Local time of the portal. A period over midnight begins later than it ends.
    """

    BEGINS, ENDS = time(22, 0), time(8, 0)

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="quiet_hours", verbose_name=_("person")
    )
    active = models.BooleanField(_("keep quiet hours"), default=True)
    begins = models.TimeField(pgettext_lazy("quiet hours", "from"), default=BEGINS)
    ends = models.TimeField(pgettext_lazy("quiet hours", "until"), default=ENDS)

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")
        constraints = [
            models.CheckConstraint(
                condition=~Q(begins=F("ends")),
                name="quiet_hours_last",
                violation_error_message=_("Quiet hours begin and end at different times."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.begins:%H:%M}–{self.ends:%H:%M}"


class Digest(models.Model):
    """That a person was sent the messages collected until a day in one e-mail: the row that comes first."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", verbose_name=_("person")
    )
    day = models.DateField(_("day"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("collected e-mail")
        verbose_name_plural = _("collected e-mails")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.day}"


class DigestEntry(models.Model):
    """A message that waits for the next collected e-mail, or was in one."""

    message = models.OneToOneField(
        "inbox.Message", models.CASCADE, related_name="digest_entry", verbose_name=_("message")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_entries", verbose_name=_("person")
    )
    due_at = models.DateTimeField(_("due at"))
    digest = models.ForeignKey(
        Digest,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("collected e-mail"),
    )

    class Meta:
        verbose_name = _("message for a collected e-mail")
        verbose_name_plural = _("messages for collected e-mails")
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["due_at", "user"], condition=Q(digest=None), name="digest_entry_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.due_at}: {self.message}"
