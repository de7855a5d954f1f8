from datetime import date
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import Department
from portal.privacy import numbers

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class ExpertQuerySet(models.QuerySet["Expert"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """One pool: every city and district department, auditor and administrator read all of it.

        Organizations see whom they recommended, a person themselves, stations nobody.
        """
        if capacity is None:
            return self.none()
        if capacity.kind in ("auditor", "admin"):
            return self
        if capacity.department:
            keeps = capacity.department.level in Expert.KEEPERS
            return self if keeps else self.filter(recommended_by_department=capacity.department)
        if capacity.kind == "organization":
            return self.filter(recommended_by_organization=capacity.organization)
        return self.filter(user=capacity.user)

    def listed(self, on: date) -> Self:
        """Those who may be asked on a day."""
        return self.filter(status=Expert.Status.LISTED, valid_until__gte=on)

    def present(self, first: date, last: date) -> Self:
        """Those who are not away on any of the days."""
        return self.exclude(absences__first_on__lte=last, absences__last_on__gte=first)


class Expert(models.Model):
    """A person in the pool. Telephone, identity and account number lie encrypted: here is what is kept."""

    class Kind(models.TextChoices):
        TECHNICAL = "technical", _("Technical expert")
        FINANCIAL = "financial", _("Financial expert")
        MANAGEMENT = "management", _("Management expert")
        LEGAL = "legal", _("Legal expert")

    class Status(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("expert", "To be examined")
        LISTED = "listed", pgettext_lazy("expert", "Listed")
        REFUSED = "refused", pgettext_lazy("expert", "Not listed")
        SUSPENDED = "suspended", pgettext_lazy("expert", "Suspended")
        EXPIRED = "expired", pgettext_lazy("expert", "Expired")

    KEEPERS = (
        Department.Level.PROVINCE,
        Department.Level.CITY,
        Department.Level.DISTRICT,
    )  # whose officials keep the pool
    TONES = {"applied": "warn", "listed": "ok", "suspended": "bad"}
    SECRETS = ("phone", "identity", "account")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="expertise",
        verbose_name=_("person"),
    )
    email = models.EmailField(_("e-mail"))
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    title = models.CharField(_("professional title"), max_length=60)
    employer = models.CharField(_("employer"), max_length=120)
    employer_uscc = models.CharField(_("credit code of the employer"), max_length=18, blank=True)
    kind = models.CharField(_("kind of expert"), max_length=12, choices=Kind, default=Kind.TECHNICAL)
    fields = ArrayField(models.CharField(max_length=2), verbose_name=_("fields"), size=8, default=list)
    region = models.ForeignKey(
        "reference.Region", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("expert", "region")
    )
    phone = models.CharField(_("telephone"), max_length=80, blank=True)
    identity = models.CharField(_("identity number"), max_length=80, blank=True)
    bank = models.CharField(_("bank and branch"), max_length=100, blank=True)
    account = models.CharField(_("bank account"), max_length=80, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.APPLIED)
    valid_until = models.DateField(_("listed until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    recommended_by_department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recommended by the department"),
    )
    recommended_by_organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recommended by the organization"),
    )
    applied_at = models.DateTimeField(_("applied on"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    revision = models.PositiveIntegerField(_("revision"), default=1)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering = ["name", "id"]
        indexes = [
            GinIndex(fields=["fields"], name="expert_fields"),
            models.Index(fields=["status", "name", "id"], name="expert_by_name"),
            models.Index(fields=["status", "valid_until", "id"], name="expert_by_validity"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="expert_email_once",
                violation_error_message=_("There is an expert with this e-mail address already."),
            ),
            models.CheckConstraint(
                condition=~Q(status="listed") | Q(user__isnull=False, valid_until__isnull=False),
                name="expert_listed_with_person_and_term",
                violation_error_message=_("Who is listed has an account and a last day."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True) | Q(decided_at__isnull=False),
                name="expert_decided_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(recommended_by_department=None) | Q(recommended_by_organization=None),
                name="expert_recommended_by_one",
                violation_error_message=_("A department or an organization recommends, not both."),
            ),
            models.CheckConstraint(
                condition=Q(employer_uscc="") | Q(employer_uscc__regex=r"^[0-9A-HJ-NPQRTUW-Y]{18}$"),
                name="expert_employer_uscc",
                violation_error_message=_(
                    "A credit code has 18 digits or capital letters, without I, O, S, V and Z."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tone(self) -> str:
        return self.TONES.get(self.status, "")

    @property
    def masked(self) -> dict[str, str]:
        """The encrypted numbers as they are shown; empty where there is none."""
        return {name: numbers.public(kept) if (kept := getattr(self, name)) else "" for name in self.SECRETS}
