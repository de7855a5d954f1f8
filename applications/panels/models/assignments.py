from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.experts.models import Expert
from applications.intake.models import Application
from applications.panels.models.panels import Panel, Seat

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class ConflictQuerySet(models.QuerySet["Conflict"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """The panel's officials and the auditor: neither applicants nor experts read reasons."""
        return self.filter(panel__in=Panel.objects.visible_to(capacity))


class Conflict(models.Model):
    """Why an expert of a panel must not review an application."""

    class Kind(models.TextChoices):
        AUTHOR = "author", _("Took part in the application")
        MEMBER = "member", _("Belongs to the applicant in the portal")
        EMPLOYER = "employer", _("Same employer")
        OWNERSHIP = "ownership", _("Shareholder, controller or legal representative")
        FAMILY = "family", _("Near relative")
        TEACHER = "teacher", _("Teacher or student")
        JOINT = "joint", _("Joint project, paper or patent within three years")
        INTEREST = "interest", _("Other interest: share, adviser, former employment, dispute")
        AVOIDED = "avoided", _("Named by the applicant")
        STATED = "stated", _("Stated by the expert while reviewing")

    class Source(models.TextChoices):
        DECLARED = "declared", pgettext_lazy("conflict", "Declared")
        INFERRED = "inferred", pgettext_lazy("conflict", "Inferred")
        AVOIDANCE = "avoidance", pgettext_lazy("conflict", "Avoidance")

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="conflicts", verbose_name=_("panel"))
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="+", verbose_name=_("application")
    )
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="conflicts", verbose_name=_("expert"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    detail = models.CharField(_("what it rests on"), max_length=200)
    source = models.CharField(pgettext_lazy("conflict", "source"), max_length=10, choices=Source)
    found_at = models.DateTimeField(_("found at"))

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["application", "expert", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "application", "expert", "kind"], name="conflict_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.detail}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """The panel's officials; the expert while the panel reviews, once they accepted and promised."""
        if capacity is None:
            return self.none()
        if capacity.kind == "expert":
            mine = self.filter(expert__user=capacity.user, panel__state__in=("reviewing", "closed"))
            accepted = Seat.objects.filter(
                panel=models.OuterRef("panel"), expert=models.OuterRef("expert"), answer="accepted"
            )
            return mine.filter(models.Exists(accepted)).exclude(state=Assignment.State.RECUSED)
        return self.filter(panel__in=Panel.objects.visible_to(capacity))


class Assignment(models.Model):
    """An application given to an expert. `number` counts within the expert's batch and tells nothing else."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("assignment", "Not begun")
        DRAFT = "draft", pgettext_lazy("assignment", "Begun")
        HANDED_IN = "handed_in", pgettext_lazy("assignment", "Handed in")
        REOPENED = "reopened", pgettext_lazy("assignment", "Reopened")
        RECUSED = "recused", pgettext_lazy("assignment", "Recused")

    TONES = {"draft": "info", "handed_in": "ok", "reopened": "warn", "recused": "bad"}
    WRITABLE = (State.OPEN, State.DRAFT, State.REOPENED)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="assignments", verbose_name=_("panel"))
    pass_no = models.PositiveSmallIntegerField(_("review round"))
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="assignments", verbose_name=_("application")
    )
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="assignments", verbose_name=_("expert"))
    number = models.PositiveSmallIntegerField(pgettext_lazy("assignment", "number"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "expert", "pass_no"],
                name="assignment_once",
                violation_error_message=_("This expert has this application already."),
            ),
            models.CheckConstraint(condition=Q(pass_no__in=[1, 2]), name="assignment_first_or_second_pass"),
        ]

    def __str__(self) -> str:
        return f"{self.panel} {self.number}"

    def get_absolute_url(self) -> str:
        """The page on which its expert reviews it."""
        return reverse("review", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES.get(self.state, "")
