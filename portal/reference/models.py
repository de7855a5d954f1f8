from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeManager[Row: models.Model](models.Manager[Row]):
    """Rows known by their code."""

    def get_by_natural_key(self, code: str) -> Row:
        return self.get(code=code)


def region_prefix(code: str) -> str:
    """What the codes of a region and of everything in it begin with: GB/T 2260 nests in pairs of digits."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


class Region(models.Model):
    """An administrative division by its six-digit code (GB/T 2260), valid from–to."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("Province")
        CITY = "city", _("City")
        DISTRICT = "district", _("District or county")

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = CodeManager["Region"]()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^\d{6}$"),
                name="region_code_six_digits",
                violation_error_message=_("A region code has six digits."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lt=models.F("valid_to")),
                name="region_valid_from_before_to",
                violation_error_message=_("A region starts before it ends."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Industry(models.Model):
    """A section (letter) or division (two digits) of GB/T 4754-2017."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    section = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="divisions", verbose_name=_("section")
    )

    objects = CodeManager["Industry"]()

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-T]$", section__isnull=True)
                | models.Q(code__regex=r"^\d{2}$", section__isnull=False),
                name="industry_section_or_division",
                violation_error_message=_(
                    "A section has a letter from A to T; a division has two digits and belongs to a section."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def natural_key(self) -> tuple[str]:
        return (self.code,)
