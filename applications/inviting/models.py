from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application
from portal.organizations.models import Organization
from programs.catalog.models import Round

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class Guest(models.Model):
    """An organization that a round is awarded to directly: it alone may apply."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="guests", verbose_name=_("round"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    reason = models.CharField(_("why it is invited"), max_length=300)

    class Meta:
        verbose_name = _("invited organization")
        verbose_name_plural = _("invited organizations")
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organization"],
                name="guest_once",
                violation_error_message=_("This organization is invited already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organization)


class EntitlementQuerySet(models.QuerySet["Entitlement"]):
    def visible_to(self, capacity: "Capacity | None") -> "EntitlementQuerySet":
        """An organization's own; those of the rounds that an official's department handles; all to the
        auditor."""
        if capacity is None:
            return self.none()
        if capacity.kind == "organization":
            return self.filter(organization=capacity.organization)
        if capacity.department:
            return self.filter(round__department__path__startswith=capacity.department.path)
        return self if capacity.kind == "auditor" else self.none()


class Entitlement(models.Model):
    """What the portal found an organization is entitled to; confirmed, it is an application handed in.

    `conditions`: the ids of those its file met on the day.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="entitlements", verbose_name=_("round"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="entitlements", verbose_name=_("organization")
    )
    found_at = models.DateTimeField(_("found"))
    conditions = models.JSONField(_("conditions met"), default=list)
    application = models.OneToOneField(
        Application,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entitlement",
        verbose_name=_("application"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("entitlement")
        verbose_name_plural = _("entitlements")
        ordering = ["-found_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["round", "organization"], name="entitlement_once")]

    def __str__(self) -> str:
        return f"{self.round}: {self.organization}"


class Search(models.Model):
    """The portal looked on a day who is entitled in a round: once a day."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="+", verbose_name=_("round"))
    day = models.DateField(_("day"))
    found = models.PositiveIntegerField(_("newly found"), default=0)

    class Meta:
        verbose_name = _("search for the entitled")
        verbose_name_plural = _("searches for the entitled")
        constraints = [models.UniqueConstraint(fields=["round", "day"], name="entitled_searched_once")]

    def __str__(self) -> str:
        return f"{self.round} {self.day}"
