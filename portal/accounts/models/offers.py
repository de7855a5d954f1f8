"""What is offered by e-mail to who owns an address, with or without an account."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Accepted by somebody at a time, or neither; never after it was taken back.
ACCEPTED = Q(accepted_at=None, accepted_by=None) | Q(
    accepted_at__isnull=False, accepted_by__isnull=False, revoked_at=None
)


class OfferQuerySet[Row: models.Model](models.QuerySet[Row]):
    def waiting(self) -> Self:
        """Neither accepted nor taken back; the link of some may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self, at: datetime) -> Self:
        """Those that may still be accepted."""
        return self.waiting().filter(expires_at__gt=at)


class Offer(models.Model):
    """An offer with a link that works once; `nonce` is in the signed link: a newer link ends older ones."""

    email = models.EmailField(_("e-mail"), blank=True)  # empty once its person has closed the account
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    nonce = models.CharField(max_length=32, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("invited"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        abstract = True
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-id"]

    def is_open(self, at: datetime) -> bool:
        """Whether it may still be accepted."""
        return not (self.accepted_at or self.revoked_at) and self.expires_at > at
