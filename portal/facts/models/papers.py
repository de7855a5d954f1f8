"""What else a file keeps: a bank account, documents, and which department recommends the organization."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Department
from portal.accounts.sealing import SealedField
from portal.organizations.models import Organization

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class AccountNumberField(SealedField):
    """The number of a bank account, encrypted at rest."""

    purpose = "portal.facts.bank_account"


class OwnedQuerySet[Row: models.Model](models.QuerySet[Row]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """Those of the organizations one sees."""
        return self.filter(organization__in=Organization.objects.visible_to(capacity))


class BankAccount(models.Model):
    """Where the organization wants to be paid. Shown with its last four digits only."""

    organization = models.OneToOneField(
        Organization, models.PROTECT, related_name="bank_account", verbose_name=_("organization")
    )
    holder = models.CharField(_("account holder"), max_length=120)
    bank = models.CharField(_("bank and branch"), max_length=120)
    account_number = AccountNumberField(_("account number"))
    last_digits = models.CharField(_("last four digits"), max_length=4)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    revision = models.PositiveIntegerField(_("revision"), default=1)

    objects: Any = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")

    def __str__(self) -> str:
        return f"{self.bank} ···· {self.last_digits}"


class Document(models.Model):
    """A document that is handed in again and again: a license, an audit report. Never deleted."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="documents", verbose_name=_("organization")
    )
    title = models.CharField(_("title"), max_length=120)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file"))
    file_name = models.CharField(_("file name"), max_length=150)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("Empty when it does not expire.")
    )
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    removed_at = models.DateTimeField(_("taken off at"), null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken off by")
    )

    objects: Any = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of an organization")
        verbose_name_plural = _("documents of organizations")
        ordering = ["title", "-added_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_at=None, removed_by=None)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="document_removed_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Recommender(models.Model):
    """The department that recommends the organization, where it is not that of its tax region."""

    organization = models.OneToOneField(
        Organization, models.PROTECT, related_name="recommender", verbose_name=_("organization")
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    set_at = models.DateTimeField(_("set at"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("set by")
    )

    objects: Any = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommending department")
        verbose_name_plural = _("recommending departments")

    def __str__(self) -> str:
        return str(self.department)
