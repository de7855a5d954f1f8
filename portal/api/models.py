from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class IdempotentReply(models.Model):
    """The first answer to a POST with an `Idempotency-Key`, written in the transaction of its effect."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    method = models.CharField(_("method"), max_length=10)
    path = models.CharField(_("path"), max_length=300)
    key = models.CharField(_("key"), max_length=200)
    digest = models.CharField(_("digest of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"))
    headers = models.JSONField(_("headers"), default=dict)
    answer = models.BinaryField(_("answer"))
    created_at = models.DateTimeField(_("created"), db_index=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [
            models.UniqueConstraint(fields=["person", "method", "path", "key"], name="reply_once_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class RateWindow(models.Model):
    """How often somebody has asked since `started_at`; one row each, counted in one statement."""

    ident = models.CharField(_("who"), max_length=120, primary_key=True)
    started_at = models.DateTimeField(_("since"), db_index=True)
    count = models.PositiveIntegerField(_("requests"))

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")

    def __str__(self) -> str:
        return self.ident
