from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainedEvent(models.Model):
    """One past-tense fact about a subject, chained to the fact before it.

    Subclasses add a foreign key `subject` and call `portal.history.services.record`.
    `digest` is a salted SHA-256 of `payload`, and `hash` covers the previous hash and the digest:
    a payload erased under the privacy law leaves the chain verifiable.
    """

    seq = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("actor")
    )
    capacity = models.CharField(_("capacity"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=40)
    payload = models.JSONField(_("payload"), null=True, blank=True)
    salt = models.CharField(_("salt"), max_length=32)
    digest = models.CharField(_("digest"), max_length=64)
    previous_hash = models.CharField(_("previous hash"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        abstract = True
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"
