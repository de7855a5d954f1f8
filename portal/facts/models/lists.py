"""What an organization has several of. Each row says who stated it, and whether it was verified."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.facts.models.statements import Origin
from portal.organizations.models import Organization

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class ListedQuerySet[Row: "Listed"](models.QuerySet[Row]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """Those of the organizations one sees."""
        return self.filter(organization__in=Organization.objects.visible_to(capacity))

    def stated(self) -> Self:
        """Without what was taken back."""
        return self.filter(withdrawn_at=None)

    def holding(self, as_of: date) -> Self:
        """Stated and in force on a day; both ends belong to the time."""
        return self.stated().filter(Q(holds_to=None) | Q(holds_to__gte=as_of), holds_from__lte=as_of)


class Listed(models.Model):
    """A line of a list in a file. A wrong line is taken back, never deleted."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="%(class)ss", verbose_name=_("organization")
    )
    holds_from = models.DateField(_("holds from"))
    holds_to = models.DateField(_("holds until"), null=True, blank=True)
    origin = models.CharField(_("origin"), max_length=12, choices=Origin)
    stated_at = models.DateTimeField(_("stated at"))
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("stated by")
    )
    source = models.CharField(_("source"), max_length=120, blank=True)
    verified_at = models.DateTimeField(_("verified at"), null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("verified by")
    )
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken back by")
    )

    objects: Any = ListedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-holds_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(holds_to=None) | Q(holds_to__gte=F("holds_from")),
                name="%(class)s_ends_after_start",
                violation_error_message=_("The last day lies before the first. Correct one of them."),
            )
        ]


class Right(Listed):
    """An intellectual property right. `holds_from`: the day it was granted."""

    class Category(models.TextChoices):
        """Class I: the first six; class II: the rest (115号 annex)."""

        INVENTION = "invention", _("Invention patent")
        PLANT = "plant", _("Plant variety")
        CROP = "crop", _("National crop variety")
        DRUG = "drug", _("National new drug")
        MEDICINE = "medicine", _("National first-class protected Chinese medicine")
        LAYOUT = "layout", _("Layout design of integrated circuits")
        UTILITY = "utility", _("Utility model")
        DESIGN = "design", _("Design patent")
        SOFTWARE = "software", _("Software copyright")

    CLASS_ONE = ("invention", "plant", "crop", "drug", "medicine", "layout")

    class Obtained(models.TextChoices):
        OWN = "own", _("Own development")
        BOUGHT = "bought", _("Transfer")
        GIVEN = "given", _("Gift")
        MERGED = "merged", _("Merger or acquisition")

    category = models.CharField(_("category"), max_length=10, choices=Category)
    number = models.CharField(_("number"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    obtained = models.CharField(_("how obtained"), max_length=10, choices=Obtained, default=Obtained.OWN)

    class Meta(Listed.Meta):
        verbose_name = _("intellectual property right")
        verbose_name_plural = _("intellectual property rights")
        constraints = [
            *Listed.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "category", "number"],
                condition=Q(withdrawn_at=None),
                name="right_once",
                violation_error_message=_("This right is in the list already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Qualification(Listed):
    """A recognition with its validity."""

    class Kind(models.TextChoices):
        HITECH = "hitech", _("Hi-tech enterprise")
        ST_SME = "st_sme", _("S&T SME number")
        LITTLE_GIANT = "little_giant", _("S&T little giant")
        SPECIALIZED = "specialized", _("Specialized and innovative SME")
        GAZELLE = "gazelle", _("Gazelle enterprise")
        TENANT = "tenant", _("Tenant of an incubator")
        INCUBATOR = "incubator", _("Recognized incubator")
        RD_UNIT = "rd_unit", _("Recognized R&D unit, provincial or higher")
        PLATFORM_MEMBER = "platform_member", _("Member of the public R&D service platform")
        STANDARD = "standard", _("Led an international, national or industry standard")
        NATIONAL_AWARD = "national_award", _("National science and technology award")
        NEW_FIRM = "new_firm", _("New firm accepted by its district")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issuer = models.CharField(pgettext_lazy("qualification", "issued by"), max_length=100, blank=True)
    evidence = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evidence"),
    )
    evidence_name = models.CharField(_("file name"), max_length=150, blank=True)

    class Meta(Listed.Meta):
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        constraints = [
            *Listed.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "kind", "holds_from"],
                condition=Q(withdrawn_at=None),
                name="qualification_once",
                violation_error_message=_("This qualification is in the list already."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "organization"], name="qualification_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()


class CreditRecord(Listed):
    """Something that stands against an organization. `holds_from`: the day it happened or was entered;
    `holds_to`: the day it was struck off or the ban ended."""

    class Kind(models.TextChoices):
        ABNORMAL = "abnormal", _("List of abnormal operations")
        DISHONEST = "dishonest", _("List of serious violations and dishonesty")
        ACCIDENT = "accident", _("Major safety or quality accident")
        ENVIRONMENT = "environment", _("Serious environmental violation")
        RESEARCH = "research", _("Serious research dishonesty")
        BAN = "ban", _("Barred from applying")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Listed.Meta):
        verbose_name = _("credit record")
        verbose_name_plural = _("credit records")
        constraints = [
            *Listed.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "kind", "holds_from"],
                condition=Q(withdrawn_at=None),
                name="creditrecord_once",
                violation_error_message=_("This record is in the list already."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "organization"], name="creditrecord_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Shareholder(Listed):
    """Who owns how much. `code`: a credit code where it is an organization; `share` in percent."""

    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    share = models.DecimalField(_("share in percent"), max_digits=5, decimal_places=2)

    class Meta(Listed.Meta):
        verbose_name = _("shareholder")
        verbose_name_plural = _("shareholders")
        constraints = [
            *Listed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=100),
                name="shareholder_share_is_percent",
                violation_error_message=_("A share is more than 0 and at most 100 percent."),
            ),
        ]
        indexes = [models.Index(fields=["code"], name="shareholder_code")]

    def __str__(self) -> str:
        return f"{self.name} {self.share}%"
