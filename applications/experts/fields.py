"""What an expert is versed in: divisions of industry, and the fields of technology the state supports."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.reference.models import Industry
from portal.ui.texts import localized


class Technology(models.TextChoices):
    """The eight fields of 国家重点支持的高新技术领域 (国科发火〔2016〕32号, annex)."""

    ELECTRONICS = "T1", _("Electronics and information")
    BIOMEDICINE = "T2", _("Biology and new medicine")
    AEROSPACE = "T3", _("Aviation and aerospace")
    MATERIALS = "T4", _("New materials")
    SERVICES = "T5", _("High-tech services")
    ENERGY = "T6", _("New energy and energy saving")
    RESOURCES = "T7", _("Resources and environment")
    MANUFACTURING = "T8", _("Advanced manufacturing and automation")


def choices() -> list[tuple[str, str]]:
    """Every field: those of technology, then the divisions of GB/T 4754-2017."""
    divisions = Industry.objects.exclude(section=None).order_by("code")
    found = [(str(value), str(label)) for value, label in Technology.choices]
    return found + [(row.code, f"{row.code} {localized(row, 'name')}") for row in divisions]


def labels(codes: Iterable[str]) -> list[str]:
    """The fields in words; a code that is no longer known as it is."""
    known = dict(choices())
    return [known.get(code, code) for code in codes]
