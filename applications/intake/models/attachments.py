from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.intake.models.applications import Application


class Attachment(models.Model):
    """A file answering a file question. Removing keeps the row: an earlier submission may name it.

    `question`: its key, or key.item for an item of a list of files. `document`: of the organization's
    library, where it was taken from there or kept there. `source`: of an earlier application, as
    `Application.sources` names it, where it was taken over from there.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="attachments", verbose_name=_("application")
    )
    question = models.CharField(_("question"), max_length=81)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file"))
    document = models.ForeignKey(
        "facts.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,  # documents are never deleted
        verbose_name=_("document of the library"),
    )
    name = models.CharField(_("file name"), max_length=150)
    source = models.CharField(_("taken over from"), max_length=40, blank=True, db_default="")
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    notes: Sequence[Any] = ()  # what a page says beside it, set by `file_notes`

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["question", "id"]
        indexes = [
            models.Index(
                fields=["application", "question"],
                condition=Q(removed_at__isnull=True),
                name="attachment_current",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("application_file", args=[self.application_id, self.pk])
