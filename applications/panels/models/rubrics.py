"""What is scored. The points of a criterion count `weight / maximum` each."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.panels.passes import PASSES

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class RubricQuerySet(models.QuerySet["Rubric"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """The department that handles the round, auditor and administrator."""
        if capacity is not None and capacity.kind in ("auditor", "admin"):
            return self
        if capacity is not None and capacity.department:
            return self.filter(round__department=capacity.department)
        return self.none()


class Rubric(models.Model):
    """The criteria of a round's review. Once published it no longer changes."""

    round = models.ForeignKey(
        "catalog.Round", models.PROTECT, related_name="rubrics", verbose_name=_("round")
    )
    pass_no = models.PositiveSmallIntegerField(_("review round"), default=1)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    objects = RubricQuerySet.as_manager()

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "pass_no"],
                name="rubric_once",
                violation_error_message=_("This round has a rubric already."),
            ),
            models.CheckConstraint(condition=Q(pass_no__in=[1, 2]), name="rubric_first_or_second_pass"),
        ]

    def __str__(self) -> str:
        return f"{self.round} {dict(PASSES)[self.pass_no]}"


class Criterion(models.Model):
    """One thing that is scored, from 0 to `maximum`."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="criteria", verbose_name=_("rubric"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(pgettext_lazy("criterion", "criterion"), max_length=60)
    name_en = models.CharField(pgettext_lazy("criterion", "criterion in English"), max_length=100, blank=True)
    help = models.CharField(_("what to look at"), max_length=150, blank=True)
    help_en = models.CharField(_("what to look at, in English"), max_length=250, blank=True)
    weight = models.DecimalField(_("weight in percent"), max_digits=5, decimal_places=2)
    maximum = models.DecimalField(_("most points"), max_digits=5, decimal_places=1, default=Decimal(100))
    reason_below = models.DecimalField(
        _("a reason is needed below"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    reason_above = models.DecimalField(
        _("a reason is needed above"), max_digits=5, decimal_places=1, null=True, blank=True
    )

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100),
                name="criterion_weight_is_percent",
                violation_error_message=_("A weight is more than 0 and at most 100 percent."),
            ),
            models.CheckConstraint(
                condition=Q(maximum__gt=0),
                name="criterion_maximum",
                violation_error_message=_("There is at least something to score: give the most points."),
            ),
            models.CheckConstraint(
                condition=Q(reason_below=None) | Q(reason_below__gte=0, reason_below__lte=F("maximum")),
                name="criterion_reason_below",
                violation_error_message=_("This limit lies outside the points of the criterion."),
            ),
            models.CheckConstraint(
                condition=Q(reason_above=None) | Q(reason_above__gte=0, reason_above__lte=F("maximum")),
                name="criterion_reason_above",
                violation_error_message=_("This limit lies outside the points of the criterion."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Band(models.Model):
    """A grade of a criterion, from `floor` up to the floor of the next: there can be no gap and no overlap.

    The lowest begins at 0: whoever publishes the rubric is told where one does not.
    """

    criterion = models.ForeignKey(
        Criterion, models.CASCADE, related_name="bands", verbose_name=_("criterion")
    )
    label = models.CharField(pgettext_lazy("band", "grade"), max_length=20)
    label_en = models.CharField(pgettext_lazy("band", "grade in English"), max_length=30, blank=True)
    floor = models.DecimalField(_("from so many points"), max_digits=5, decimal_places=1)

    class Meta:
        verbose_name = _("grade of a criterion")
        verbose_name_plural = _("grades of a criterion")
        ordering = ["criterion", "-floor"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "floor"],
                name="band_floor_once",
                violation_error_message=_("Two grades begin at the same points."),
            ),
            models.CheckConstraint(
                condition=Q(floor__gte=0),
                name="band_floor_not_negative",
                violation_error_message=_("A grade begins at 0 points or more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.floor}+"
