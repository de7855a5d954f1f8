import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SealedNumber(models.Model):
    """An identity number, encrypted; whatever asked for it keeps the mask and this row's id.

    Apart from the answers, so that keys are rotated and numbers erased while frozen submissions stay.
    `token`: AES-256-GCM under the key `key_id`, bound to the row's id. `index`: HMAC-SHA256, for equality.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_id = models.CharField(_("key"), max_length=8)
    token = models.BinaryField(_("encrypted number"))
    index = models.CharField(_("blind index"), max_length=64)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("identity number")
        verbose_name_plural = _("identity numbers")
        indexes = [
            models.Index(fields=["index"], name="sealed_number_index"),
            models.Index(fields=["key_id", "id"], name="sealed_number_key"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Reveal(models.Model):
    """Somebody saw an identity number in clear, and why (append-only)."""

    number_id = models.UUIDField(_("identity number"))
    mask = models.CharField(_("masked number"), max_length=20)
    about = models.CharField(_("of what"), max_length=200)
    reason = models.CharField(_("reason"), max_length=300)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    capacity = models.CharField(_("capacity"), max_length=80)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("revealed identity number")
        verbose_name_plural = _("revealed identity numbers")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["number_id"], name="reveal_of_number")]

    def __str__(self) -> str:
        return f"{self.mask} · {self.about}"
