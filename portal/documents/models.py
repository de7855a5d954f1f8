from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SigningKey(models.Model):
    """A public key the portal signs or signed with (append-only): published for as long as there are rows.

    `public`: the 32 bytes in base64.
    """

    id = models.CharField(_("id"), max_length=16, primary_key=True)
    public = models.CharField(_("public key"), max_length=44, unique=True)
    since = models.DateTimeField(_("in use since"), default=timezone.now)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering = ["-since", "id"]

    def __str__(self) -> str:
        return self.id
