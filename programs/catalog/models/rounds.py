from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.editing import reach_of
from programs.catalog.models.programs import Program
from programs.catalog.stages import Mode, Stage

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity
    from portal.accounts.models import User
    from programs.catalog.models.stages import RoundStage


class RoundQuerySet(models.QuerySet["Round"]):
    def published(self) -> "RoundQuerySet":
        return self.filter(status=Round.Status.PUBLISHED, program__status=Program.Status.PUBLISHED)

    def open_at(self, at: datetime) -> "RoundQuerySet":
        """Taking applications at a moment (the deadline's own second counts as in time)."""
        return self.published().filter(Q(opens_at__lte=at), Q(closes_at__isnull=True) | Q(closes_at__gte=at))

    def visible_to(self, capacity: "Capacity | None") -> "RoundQuerySet":
        return self if capacity and capacity.kind == "admin" else self.published()

    def editable_by(self, by: "Capacity | User") -> "RoundQuerySet":
        """Those whose program and whose own department are within what somebody edits; drafts too."""
        return self.filter(reach_of(by).within("program__department", "department"))


class Round(models.Model):
    """One opening of a program. Publishing pins what applicants rely on; see `services.publish_round`."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    class Phase(models.TextChoices):
        UPCOMING = "upcoming", pgettext_lazy("phase", "Opening soon")
        OPEN = "open", pgettext_lazy("phase", "Open")
        CLOSED = "closed", pgettext_lazy("phase", "Closed")

    class HolidayRule(models.TextChoices):
        KEEP = "keep", _("Keep the day")
        NEXT = "next", _("Close on the next working day")
        REFUSE = "refuse", _("Refuse such a deadline")

    class Extension(models.TextChoices):
        PROPOSED = "proposed", _("Proposed, and confirmed by a person")
        AUTOMATIC = "automatic", _("Automatic, as the call notice announces")

    program = models.ForeignKey(Program, models.PROTECT, related_name="rounds", verbose_name=_("program"))
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, related_name="rounds", verbose_name=_("handling department")
    )
    code = models.SlugField(
        _("code"), max_length=20, help_text=_("Starts the application numbers: KC-2026-0001.")
    )
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True, help_text=_("Empty: open all year."))
    holiday_rule = models.CharField(
        _("when the deadline falls on a day off"),
        max_length=10,
        choices=HolidayRule,
        default=HolidayRule.KEEP,
        db_default=HolidayRule.KEEP,
        help_text=_("Applied once, when the round is published or its deadline is moved."),
    )
    planned_closes_at = models.DateTimeField(
        _("planned to close"),
        null=True,
        editable=False,
        help_text=_("Set where the rule moved the deadline to the next working day."),
    )
    grace_minutes = models.PositiveSmallIntegerField(_("grace in minutes"), default=0)
    station_closes_at = models.DateTimeField(
        _("closes for recommending stations"),
        null=True,
        blank=True,
        help_text=_(
            "Until when stations recommend what applicants handed in by their own deadline. Empty: no second "
            "closing."
        ),
    )
    extension = models.CharField(
        _("extension after a failure of the portal"),
        max_length=10,
        choices=Extension,
        default=Extension.PROPOSED,
        db_default=Extension.PROPOSED,
        help_text=_("When the portal measured that it could not be reached in the last hours."),
    )
    sign_off = models.BooleanField(
        _("a signatory signs off before it is handed in"), default=False, db_default=False
    )
    seal_days = models.PositiveSmallIntegerField(
        _("sealed page within working days after closing"),
        null=True,
        blank=True,
        help_text=_("Empty: no seal is asked for."),
    )
    paper_copies = models.CharField(
        _("what must come on paper"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("Empty: nothing."),
    )
    paper_copies_en = models.CharField(
        _("what must come on paper, in English"), max_length=300, blank=True, default="", db_default=""
    )
    notice = models.ForeignKey(
        "policies.PolicyDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("call notice"),
    )
    budget = models.DecimalField(_("budget, yuan"), max_digits=16, decimal_places=2, null=True, blank=True)
    amount_cap = models.DecimalField(
        _("cap per applicant, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    cap_period = models.CharField(
        _("period of the cap"),
        max_length=60,
        blank=True,
        help_text=_("A setting of the round where the policy does not state it."),
    )
    cap_period_en = models.CharField(_("period of the cap, in English"), max_length=80, blank=True)
    applicant_kinds = ArrayField(
        models.CharField(max_length=12),
        verbose_name=_("who may apply"),
        default=list,
        help_text=_("organization, team, person"),
    )
    live_limit = models.PositiveSmallIntegerField(_("live applications per applicant"), default=1)
    needs_verification = models.BooleanField(
        _("only verified organizations may submit"),
        default=False,
        help_text=_("Proof handed in before the deadline is enough to submit."),
    )
    reference_year = models.PositiveSmallIntegerField(
        _("reference year"),
        null=True,
        blank=True,
        help_text=_("“Last year” is the year before it. Empty: the year in which the round opens."),
    )
    check_days = models.PositiveSmallIntegerField(_("formal check within working days"), default=5)
    decision_days = models.PositiveSmallIntegerField(_("decision within working days"), default=20)
    correction_days = models.PositiveSmallIntegerField(_("correction within working days"), default=5)
    mode = models.CharField(
        _("how it is decided"),
        max_length=12,
        choices=Mode,
        default=Mode.COMPETITIVE,
        db_default="competitive",
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
        verbose_name=_("only for those chosen in"),
        help_text=_("The round of an expression of interest. Empty: everybody may apply."),
    )
    stages_on = ArrayField(
        models.CharField(max_length=14, choices=Stage),
        verbose_name=_("stages"),
        default=list,
        db_default=[],
        blank=True,
        editable=False,
        help_text=_("Kept by the database as its stages are chosen."),
    )
    terms = models.JSONField(
        _("terms"),
        default=dict,
        editable=False,
        help_text=_("The program's, as published."),
    )
    hant = models.JSONField(
        _("reviewed Traditional texts"), default=dict, blank=True, help_text=_("By the name of the field.")
    )
    reminders = models.JSONField(
        _("reminders"),
        default=dict,
        blank=True,
        help_text=_("Offsets by kind; a kind that is missing has its usual ones."),
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("published by"),
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="round_name_once"),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="round_closes_after_opening",
                violation_error_message=_("A round closes after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True, published_by__isnull=True)
                | Q(status="published", published_at__isnull=False, published_by__isnull=False),
                name="round_published_who_and_when",
                violation_error_message=_("Publish a round with the action, not by editing the status."),
            ),
            models.CheckConstraint(
                condition=Q(planned_closes_at__isnull=True) | Q(closes_at__gt=F("planned_closes_at")),
                name="round_moved_to_a_later_day",
                violation_error_message=_("A day off moves a deadline later, never earlier."),
            ),
            models.CheckConstraint(condition=Q(live_limit__gte=1), name="round_live_limit_positive"),
            models.CheckConstraint(
                condition=Q(station_closes_at__isnull=True) | Q(station_closes_at__gte=F("closes_at")),
                name="round_station_closes_later",
                violation_error_message=_(
                    "Stations close with the applicants or later: whoever is in time is never late through "
                    "its station."
                ),
            ),
            models.CheckConstraint(
                condition=Q(station_closes_at__isnull=True) | Q(closes_at__isnull=False),
                name="round_station_needs_a_closing",
                violation_error_message=_("A round that is open all year has no closing for stations."),
            ),
        ]
        indexes = [models.Index(fields=["closes_at", "id"], name="round_closing")]

    def __str__(self) -> str:
        return f"{self.program} {self.name}"

    @property
    def last_moment(self) -> datetime | None:
        """The last `received_at` that the grace can save; None when open all year."""
        return self.closes_at + timedelta(minutes=self.grace_minutes) if self.closes_at else None

    def has(self, stage: Stage) -> bool:
        """Whether applications of this round go through the stage."""
        return stage == Stage.CHECK or stage in self.stages_on

    def stage(self, stage: Stage) -> "RoundStage | None":
        """The settings of a stage; None where it is not on, or is the formal check with the usual ones."""
        if stage not in self.stages_on:
            return None
        return next(row for row in self.stages.all() if row.stage == stage)

    def phase(self, at: datetime | None = None) -> "Round.Phase":
        """upcoming, open or closed as the public sees it (the grace is not advertised)."""
        at = at or timezone.now()
        if at < self.opens_at:
            return Round.Phase.UPCOMING
        return Round.Phase.CLOSED if self.closes_at and at > self.closes_at else Round.Phase.OPEN
