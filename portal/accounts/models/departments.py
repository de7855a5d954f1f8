from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DepartmentQuerySet(models.QuerySet["Department"]):
    def within(self, department: "Department") -> "DepartmentQuerySet":
        """The department itself and everything below it: one indexed comparison on the path."""
        return self.filter(path__startswith=department.path)


class DepartmentManager(models.Manager.from_queryset(DepartmentQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, code: str) -> "Department":
        return self.get(code=code)


class Department(models.Model):
    """A public office in the tree province → city → district → town → park station.

    `path` is the chain of codes, "/sh/sh-jd/", so that "mine and below" is a prefix.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("Province")
        CITY = "city", _("City")
        DISTRICT = "district", _("District")
        TOWN = "town", _("Town")
        STATION = "station", _("Park station")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    region = models.ForeignKey("reference.Region", models.PROTECT, related_name="+", verbose_name=_("region"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    path = models.CharField(_("path"), max_length=255, unique=True, editable=False)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    address = models.CharField(pgettext_lazy("postal", "address"), max_length=200, blank=True)
    office_hours = models.CharField(_("office hours"), max_length=120, blank=True)
    second_person = models.BooleanField(
        _("a second person confirms what is published"),
        default=False,
        db_default=False,
        help_text=_("Whoever hands over a program or round for publishing cannot confirm it."),
    )

    objects = DepartmentManager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["path"]
        indexes = [
            models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="department_path_prefix")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.path = f"{self.parent.path if self.parent else '/'}{self.code}/"
        super().save(*args, **kwargs)

    def natural_key(self) -> tuple[str]:
        return (self.code,)
