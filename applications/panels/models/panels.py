from datetime import date
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.experts.models import Expert

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class PanelQuerySet(models.QuerySet["Panel"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """The department that handles the round, and the auditor. Nobody else knows that there is one."""
        if capacity is None:
            return self.none()
        if capacity.kind == "auditor":
            return self
        if capacity.department:
            return self.filter(round__department=capacity.department)
        return self.none()

    def overdue(self, on: date) -> Self:
        """Those whose reviews were due before a day and are not all handed in."""
        return self.unfinished().filter(due_on__lt=on)

    def unfinished(self) -> Self:
        """Those at work with reviews that are not handed in."""
        left = Q(assignments__state__in=("open", "draft", "reopened"))
        return self.filter(state=Panel.State.REVIEWING).filter(pk__in=Panel.objects.filter(left).values("pk"))


class Panel(models.Model):
    """Experts who review the applications of a round in one pass.

    `composition`: {"kinds": {kind: least number an application}, "shares": {kind: least percent}}.
    `hidden`: questions that a blind panel does not see; `blind_files`: file questions that hold blind copies.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("panel", "Being set up")
        DRAWN = "drawn", pgettext_lazy("panel", "Drawn")
        INVITED = "invited", pgettext_lazy("panel", "Invited")
        REVIEWING = "reviewing", pgettext_lazy("panel", "Reviewing")
        CLOSED = "closed", pgettext_lazy("panel", "Closed")

    class Sees(models.TextChoices):
        NONE = "none", _("no other review")
        AFTER_OWN = "after_own", _("the others' once their own is handed in")
        ALL = "all", _("the others' at any time")

    TONES = {"draft": "warn", "drawn": "info", "invited": "info", "reviewing": "info", "closed": "ok"}

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey("catalog.Round", models.PROTECT, related_name="panels", verbose_name=_("round"))
    pass_no = models.PositiveSmallIntegerField(_("review round"), default=1)
    name = models.CharField(pgettext_lazy("panel", "name"), max_length=80)
    per_application = models.PositiveSmallIntegerField(_("reviews for each application"), default=3)
    composition = models.JSONField(_("composition"), default=dict, blank=True)
    blind = models.BooleanField(_("blind: the experts do not see who applies"), default=False)
    hidden = ArrayField(models.CharField(max_length=40), verbose_name=_("hidden questions"), default=list)
    blind_files = ArrayField(models.CharField(max_length=80), verbose_name=_("blind copies"), default=list)
    sees_others = models.CharField(_("experts see"), max_length=10, choices=Sees, default=Sees.NONE)
    answer_by = models.DateField(_("answer to the invitation by"))
    due_on = models.DateField(_("reviews due on"))
    promise = models.TextField(_("promise of confidentiality"), max_length=2000)
    fee = models.DecimalField(_("fee for each review, yuan"), max_digits=8, decimal_places=2, default=0)
    opinion_least = models.PositiveSmallIntegerField(_("shortest opinion, characters"), default=50)
    seed = models.CharField(_("seed"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("created by")
    )

    objects = PanelQuerySet.as_manager()

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "pass_no", "name"],
                name="panel_name_once",
                violation_error_message=_("This round has a panel of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(pass_no__in=[1, 2]),
                name="panel_first_or_second_pass",
                violation_error_message=_("There is a first and a second round of review."),
            ),
            models.CheckConstraint(
                condition=Q(per_application__gte=1, per_application__lte=25),
                name="panel_per_application",
                violation_error_message=_("Between 1 and 25 reviews for each application."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("answer_by")),
                name="panel_answer_before_review",
                violation_error_message=_("Experts answer the invitation before the reviews are due."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(seed=""),
                name="panel_drawn_with_seed",
                violation_error_message=_("A panel is drawn with a recorded seed."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tone(self) -> str:
        return self.TONES[self.state]


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """The panel's officials, and the expert once they are invited; what they declined is over."""
        if capacity is None:
            return self.none()
        if capacity.kind == "expert":
            mine = self.filter(expert__user=capacity.user, invited_at__isnull=False)
            return mine.exclude(answer=Seat.Answer.DECLINED)
        return self.filter(panel__in=Panel.objects.visible_to(capacity))

    def answerable(self, on: date) -> Self:
        """Invitations that can still be answered on a day."""
        asking = (Panel.State.INVITED, Panel.State.REVIEWING)
        rows = self.filter(answer=Seat.Answer.NONE, invited_at__isnull=False)
        return rows.filter(panel__state__in=asking, panel__answer_by__gte=on)


class Seat(models.Model):
    """An expert's place in a panel. `alternate`: drawn to stand in for who declines, in that order."""

    class Answer(models.TextChoices):
        NONE = "none", pgettext_lazy("seat", "No answer yet")
        ACCEPTED = "accepted", pgettext_lazy("seat", "Accepted")
        DECLINED = "declined", pgettext_lazy("seat", "Declined")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="seats", verbose_name=_("panel"))
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="seats", verbose_name=_("expert"))
    position = models.PositiveSmallIntegerField(_("position in the draw"))
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.NONE)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    promised_at = models.DateTimeField(_("promised at"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "expert"], name="seat_once"),
            models.CheckConstraint(
                condition=Q(answer="none", answered_at__isnull=True)
                | (~Q(answer="none") & Q(answered_at__isnull=False)),
                name="seat_answer_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(answer="accepted") | Q(promised_at__isnull=False),
                name="seat_accepted_with_promise",
                violation_error_message=_("Who accepts gives the promise of confidentiality."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel} · {self.expert}"
