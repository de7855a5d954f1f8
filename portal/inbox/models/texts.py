from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TextEditQuerySet(models.QuerySet["TextEdit"]):
    def in_force(self) -> Self:
        """The last edit of each text and language; one that says nothing returned to the default."""
        return self.order_by("key", "language", "-id").distinct("key", "language")


class TextEdit(models.Model):
    """What an administrator made of a text in one language. Rows are only added: the last one holds.

    One without subject and body returned to the words of the portal.
    """

    key = models.CharField(_("text"), max_length=60)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    edited_at = models.DateTimeField(_("edited at"), auto_now_add=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("edited by")
    )

    objects = TextEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of messages")
        verbose_name_plural = _("texts of messages")
        ordering = ["-id"]
        indexes = [models.Index(fields=["key", "language", "-id"], name="text_edit_last")]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject="", body="") | ~Q(subject="") & ~Q(body=""),
                name="text_edit_whole",
                violation_error_message=_("A text has a subject and a body."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.language})"
