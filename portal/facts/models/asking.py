from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.organizations.models import Organization


class RegisterAsking(models.Model):
    """When the register is asked about an organization again. Whoever asks moves `due_at` on first, so that
    nobody else asks meanwhile; an answer moves it on by as long as register facts are good for."""

    organization = models.OneToOneField(
        Organization, models.PROTECT, related_name="register_asking", verbose_name=_("organization")
    )
    due_at = models.DateTimeField(_("asked again at"), db_index=True)

    class Meta:
        verbose_name = _("question to the register")
        verbose_name_plural = _("questions to the register")

    def __str__(self) -> str:
        return str(self.organization)
