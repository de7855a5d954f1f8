"""When an expert is away, and whom they are tied to by their own word."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.experts.models.people import Expert

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class OfExpertQuerySet[Row: models.Model](models.QuerySet[Row]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """Those of the experts one sees; organizations and stations read nobody's."""
        if capacity is None or capacity.kind == "organization":
            return self.none()
        if capacity.department and capacity.department.level not in Expert.KEEPERS:
            return self.none()
        return self.filter(expert__in=Expert.objects.visible_to(capacity))


class Absence(models.Model):
    """Days on which an expert is not asked."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="absences", verbose_name=_("expert"))
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))

    objects = OfExpertQuerySet["Absence"].as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="expert_absence_ends_after_start",
                violation_error_message=_("The last day lies before the first. Correct one of them."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on}"


class Tie(models.Model):
    """A connection an expert (or an official) has stated. A wrong one is withdrawn, never deleted."""

    class Kind(models.TextChoices):
        FAMILY = "family", _("Near relative")
        TEACHER = "teacher", _("Teacher or student (master, doctorate)")
        PROJECT = "project", _("Joint project or award")
        PAPER = "paper", _("Joint paper")
        PATENT = "patent", _("Joint patent")
        SHAREHOLDING = "shareholding", _("Share or investment")
        EMPLOYMENT = "employment", pgettext_lazy("tie", "Employment")
        ADVISOR = "advisor", _("Adviser or consultant")
        DISPUTE = "dispute", _("Legal dispute")

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="ties", verbose_name=_("expert"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    person_name = models.CharField(_("name of the person"), max_length=60, blank=True)
    organization_name = models.CharField(_("name of the organization"), max_length=120, blank=True)
    uscc = models.CharField(_("credit code of the organization"), max_length=18, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(pgettext_lazy("tie", "until"), null=True, blank=True)
    evidence = models.CharField(_("what it rests on"), max_length=200, blank=True)
    stated_at = models.DateTimeField(_("stated at"))
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("stated by")
    )
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = OfExpertQuerySet["Tie"].as_manager()

    class Meta:
        verbose_name = _("tie of an expert")
        verbose_name_plural = _("ties of experts")
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person_name="") | ~Q(organization_name="") | ~Q(uscc=""),
                name="expert_tie_names_somebody",
                violation_error_message=_("Name the person or the organization."),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="expert_tie_ends_after_start",
                violation_error_message=_("The last day lies before the first. Correct one of them."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person_name or self.organization_name or self.uscc}"
