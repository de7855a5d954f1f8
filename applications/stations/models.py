from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application
from portal.accounts.models import Department
from portal.files.models import StoredFile
from programs.catalog.models import Round

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, capacity: "Capacity | None") -> "BatchQuerySet":
        """Letters of the department and those below it, and those about rounds that it handles; all to the
        auditor."""
        if capacity is None or (capacity.department is None and capacity.kind != "auditor"):
            return self.none()
        if capacity.department is None:
            return self
        path = capacity.department.path
        return self.filter(Q(department__path__startswith=path) | Q(round__department__path__startswith=path))


class Batch(models.Model):
    """One letter of a station that recommends several applications of a round at once."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="recommendation_letters", verbose_name=_("department")
    )
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="recommendation_letters", verbose_name=_("round")
    )
    number = models.CharField(_("number"), max_length=80, unique=True)
    opinion = models.TextField(_("opinion"), max_length=2000)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sealed letter")
    )
    file_name = models.CharField(_("file name"), max_length=150, blank=True)
    sealed_at = models.DateTimeField(_("sealed letter uploaded"), null=True, blank=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of recommendation")
        verbose_name_plural = _("letters of recommendation")
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file=None, sealed_at=None, sealed_by=None)
                | Q(file__isnull=False, sealed_at__isnull=False, sealed_by__isnull=False),
                name="batch_sealed_when_and_by_whom",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Recommendation(models.Model):
    """The opinion of a station on one application; one taken back and handed in anew gets another.

    `place`: in the station's order of preference within its letter, 1 first.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="recommendations", verbose_name=_("application")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="recommendations", verbose_name=_("department")
    )
    positive = models.BooleanField(_("recommended"))
    opinion = models.TextField(_("opinion"))
    batch = models.ForeignKey(
        Batch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("letter"),
    )
    place = models.PositiveSmallIntegerField(_("place in the order of preference"), null=True, blank=True)
    at = models.DateTimeField(_("given"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by")
    )

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["application", "-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "at"], name="recommendation_once"),
            models.UniqueConstraint(
                fields=["batch", "place"],
                condition=Q(place__isnull=False),
                name="recommendation_place_once",
                violation_error_message=_("Each place of the order is taken once."),
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(positive=True, place__gte=1),
                name="recommendation_place_of_recommended",
                violation_error_message=_("Only what is recommended has a place in the order."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.department}"
