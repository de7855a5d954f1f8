from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.facts.models.statements import Origin
from portal.organizations.models import Organization


class SupportReceived(models.Model):
    """Money granted to an organization: written by the floor that decides, or imported for earlier years.

    `program`: the short name of the program; `group`: of the programs that exclude or cap each other.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="supports", verbose_name=_("organization")
    )
    program = models.CharField(_("program"), max_length=60)
    group = models.CharField(_("exclusion group"), max_length=60, blank=True)
    granted_on = models.DateField(_("granted on"))
    amount = models.DecimalField(_("amount, yuan"), max_digits=16, decimal_places=2)
    origin = models.CharField(_("origin"), max_length=12, choices=Origin)
    source = models.CharField(
        _("source"), max_length=120, unique=True, help_text=_("The application or the line of a list.")
    )
    stated_at = models.DateTimeField(_("stated at"))

    class Meta:
        verbose_name = _("support received")
        verbose_name_plural = _("support received")
        ordering = ["-granted_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="support_received_not_negative"),
        ]
        indexes = [
            models.Index(fields=["organization", "program", "granted_on"], name="support_received_when")
        ]

    def __str__(self) -> str:
        return f"{self.program} {self.granted_on}"
