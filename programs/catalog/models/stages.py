from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Post
from programs.catalog.models.rounds import Round
from programs.catalog.stages import Stage


class RoundStage(models.Model):
    """A stage that a round has. Its departments and periods never change once the round is published.

    `department`: who is responsible; empty: the round's own, for the recommendation that of each applicant.
    `days`, `remind_days`: working days, the latter before the end. `escalate_to`: who hears that it is late.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="stages", verbose_name=_("round"))
    stage = models.CharField(_("stage"), max_length=14, choices=Stage)
    department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible department"),
        help_text=_("Empty: the department that handles the round."),
    )
    days = models.PositiveSmallIntegerField(_("within working days"), default=10)
    remind_days = models.PositiveSmallIntegerField(
        _("reminder, working days before"), default=2, help_text=_("0: no reminder.")
    )
    escalate_to = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who hears when it is late"),
        help_text=_("Its heads are told once, on the day it is late."),
    )

    class Meta:
        verbose_name = _("stage of a round")
        verbose_name_plural = _("stages of rounds")
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "stage"],
                name="round_stage_once",
                violation_error_message=_("A round has each stage once."),
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1),
                name="round_stage_has_days",
                violation_error_message=_("Give at least one working day."),
            ),
            models.CheckConstraint(
                condition=Q(remind_days__lt=models.F("days")),
                name="round_stage_reminds_within",
                violation_error_message=_("A reminder comes after the stage begins."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_stage_display())


class ApprovalLevel(models.Model):
    """One of the levels that approve what a round proposes, lowest first."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="approval_levels", verbose_name=_("round"))
    position = models.PositiveSmallIntegerField(_("position"))
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, related_name="+", verbose_name=_("department")
    )
    rank = models.CharField(_("who approves"), max_length=10, choices=Post.Rank, default=Post.Rank.HEAD)

    class Meta:
        verbose_name = _("level of approval")
        verbose_name_plural = _("levels of approval")
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "position"],
                name="approval_level_position",
                violation_error_message=_("Each level has a position of its own."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.department}"
