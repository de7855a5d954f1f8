from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.intake.models.applications import Application


class Submission(models.Model):
    """What was handed in, frozen: the receipt stands for this row (append-only).

    `files`: [{"question", "name", "sha256", "size"}]. `content_hash`: SHA-256 over the canonical JSON of what
    the applicant gave; see `applications.intake.snapshot`. `counted`: the answers that counted under the
    logic of the form. `verdicts`: [{"condition", "result", "reason", "clause"}] as they were shown.
    `rules_digest`: SHA-256 over the conditions of the round as pinned. `statement`: the very text that was
    signed. Empty in rows of before these were kept.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="submissions", verbose_name=_("application")
    )
    seq = models.PositiveSmallIntegerField(_("number"))
    answers = models.JSONField(_("answers"))
    files = models.JSONField(_("files"))
    form_version = models.ForeignKey(
        "forms.FormVersion", models.PROTECT, null=True, related_name="+", verbose_name=_("form version")
    )
    counted = models.JSONField(_("answers that counted"), default=dict, db_default={})
    verdicts = models.JSONField(_("conditions as they were judged"), default=list, db_default=[])
    rules_digest = models.CharField(_("hash of the conditions"), max_length=64, blank=True, db_default="")
    content_hash = models.CharField(_("content hash"), max_length=64)
    receipt_code = models.CharField(_("receipt code"), max_length=20, unique=True)
    received_at = models.DateTimeField(_("received"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )

    statement = models.TextField(_("signed text"), blank=True, db_default="")
    signature = models.CharField(_("signature"), max_length=88, blank=True, db_default="")
    key_id = models.CharField(_("key of the signature"), max_length=16, blank=True, db_default="")
    idempotency_key = models.CharField(_("key of the request"), max_length=200, blank=True, db_default="")

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["application", "-seq"]
        constraints = [
            models.UniqueConstraint(fields=["application", "seq"], name="submission_seq_once"),
            models.UniqueConstraint(
                fields=["application", "idempotency_key"],
                condition=~models.Q(idempotency_key=""),
                name="submission_key_once",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_code

    @property
    def counted_answers(self) -> dict[str, Any]:
        """The answers that counted; of before that was kept, all."""
        return self.counted if self.statement else self.answers
