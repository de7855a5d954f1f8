from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.intake.models import Application

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class SampleQuerySet(models.QuerySet["Sample"]):
    def visible_to(self, capacity: "Capacity | None") -> "SampleQuerySet":
        """The auditors' own work: nobody else reads it."""
        return self if capacity is not None and capacity.kind == "auditor" else self.none()


class Sample(models.Model):
    """A sample of applications as it was drawn (append-only).

    `population`: the numbers it was drawn from, ascending, as they were then. With `seed` and `percent`
    anybody draws the same again, see `applications.audit.drawing`.
    """

    class Among(models.TextChoices):
        APPROVED = "approved", pgettext_lazy("applications", "Approved")
        DECIDED = "decided", pgettext_lazy("applications", "Decided, approved or not")
        RECEIVED = "received", pgettext_lazy("applications", "Ever handed in")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title = models.CharField(_("title"), max_length=120)
    among = models.CharField(_("drawn from"), max_length=10, choices=Among, default=Among.APPROVED)
    program = models.ForeignKey(
        "catalog.Program", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("program")
    )
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    percent = models.DecimalField(_("share in percent"), max_digits=5, decimal_places=2)
    seed = models.CharField(_("seed"), max_length=64)
    population = ArrayField(models.CharField(max_length=40), verbose_name=_("population"))
    drawn_at = models.DateTimeField(_("drawn"))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn by")
    )

    objects = SampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        ordering = ["-drawn_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=5, percent__lte=100),
                name="sample_share",
                violation_error_message=_("A sample takes at least 5 % and at most all."),
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="sample_period",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("audit_sample", args=[self.pk])


class SampleItemQuerySet(models.QuerySet["SampleItem"]):
    def with_finding(self) -> "models.QuerySet[Any]":
        """Adds `result` of the newest finding; empty while nobody has looked."""
        newest = Finding.objects.filter(item=OuterRef("pk")).order_by("-pk")
        return self.annotate(result=Subquery(newest.values("result")[:1]))


class SampleItem(models.Model):
    """An application of a sample, in the order in which it was drawn (append-only)."""

    sample = models.ForeignKey(
        Sample, models.PROTECT, related_name="items", verbose_name=_("sample"), db_index=False
    )
    position = models.PositiveIntegerField(_("position"))
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="+", verbose_name=_("application")
    )

    objects = SampleItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("application of a sample")
        verbose_name_plural = _("applications of samples")
        ordering = ["sample", "position"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "position"], name="sample_position_once"),
            models.UniqueConstraint(fields=["sample", "application"], name="sample_application_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.application_id}"


class Finding(models.Model):
    """What an auditor found in an application of a sample (append-only); the newest counts."""

    class Result(models.TextChoices):
        IN_ORDER = "in_order", pgettext_lazy("audit", "In order")
        QUESTION = "question", pgettext_lazy("audit", "A question is open")
        DEFECT = "defect", pgettext_lazy("audit", "Not in order")

    item = models.ForeignKey(
        SampleItem, models.PROTECT, related_name="findings", verbose_name=_("application")
    )
    result = models.CharField(_("finding"), max_length=10, choices=Result)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="in_order") | ~Q(note=""),
                name="finding_says_what",
                violation_error_message=_("Say what is not in order, or what you ask."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.result}"
