from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.panels.models.assignments import Assignment
from applications.panels.models.rubrics import Criterion

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """Experts their own; the panel's officials and the auditor what is handed in."""
        rows = self.filter(assignment__in=Assignment.objects.visible_to(capacity))
        if capacity is not None and capacity.kind == "expert":
            return rows
        return rows.filter(handed_in_at__isnull=False)


class Review(models.Model):
    """What an expert says of an application. `total`: of 100, once all is scored."""

    class Recommendation(models.TextChoices):
        SUPPORT = "support", pgettext_lazy("review", "Support")
        CHANGED = "changed", _("Support after changes")
        DECLINE = "decline", _("Do not support")

    assignment = models.OneToOneField(
        Assignment, models.PROTECT, related_name="review", verbose_name=_("assignment")
    )
    recommendation = models.CharField(_("recommendation"), max_length=10, choices=Recommendation, blank=True)
    opinion = models.TextField(pgettext_lazy("review", "opinion"), max_length=4000, blank=True)
    total = models.DecimalField(_("total"), max_digits=6, decimal_places=2, null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    saved_at = models.DateTimeField(_("saved at"))
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_in_at=None) | (Q(total__isnull=False) & ~Q(recommendation="")),
                name="review_handed_in_complete",
                violation_error_message=_("A review is handed in with all its scores and a recommendation."),
            ),
            models.CheckConstraint(
                condition=Q(total=None) | Q(total__gte=0, total__lte=100), name="review_total_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return str(self.assignment)


class ReviewScore(models.Model):
    """The points of one criterion."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores", verbose_name=_("review"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion"))
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=1, null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="review_score_once"),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0), name="review_score_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class ReviewVersion(models.Model):
    """What was handed in, each time; it never changes. `content`: recommendation, opinion, total, scores."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="versions", verbose_name=_("review"))
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField(_("content"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("version of a review")
        verbose_name_plural = _("versions of reviews")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="review_version_once")]

    def __str__(self) -> str:
        return f"{self.review} {self.number}"
