from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application, Submission
from programs.catalog.models import Round


class CheckPoint(models.Model):
    """One point of the formal check of a round. Publishing the round pins it (a trigger refuses changes).

    `question`: the key of the question a gap is about; empty for the whole application. `gap`: what the
    letter says where it is not met. `fatal`: no correction can mend it.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="check_points", verbose_name=_("round"))
    key = models.SlugField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("what is checked"), max_length=200)
    text_en = models.CharField(_("what is checked, in English"), max_length=300, blank=True)
    gap = models.CharField(
        _("what the letter says if it is not met"),
        max_length=300,
        blank=True,
        help_text=_("Empty: the point itself. The note of the official follows."),
    )
    question = models.CharField(
        _("question"),
        max_length=40,
        blank=True,
        help_text=_("Key of the question that a correction opens. Empty: the whole application."),
    )
    fatal = models.BooleanField(
        _("cannot be mended"), default=False, help_text=_("Not met, the application is not admitted.")
    )
    clause = models.ForeignKey(
        "policies.Clause",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source clause"),
    )

    class Meta:
        verbose_name = _("point of the formal check")
        verbose_name_plural = _("points of the formal check")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "key"],
                name="check_point_key_once",
                violation_error_message=_("Each point has a key of its own."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """A gap is mended at its question, or it cannot be mended: not both."""
        if self.fatal and self.question:
            raise ValidationError(
                {"question": _("What cannot be mended opens no question. Leave one of the two out.")}
            )


class PointFinding(models.Model):
    """What an official found at a point, in what was handed in."""

    class Result(models.TextChoices):
        MET = "met", _("Met")
        NOT_MET = "not_met", _("Not met")
        NOT_APPLICABLE = "not_applicable", _("Does not apply")

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="findings", verbose_name=_("application")
    )
    point = models.ForeignKey(
        CheckPoint, models.PROTECT, related_name="findings", verbose_name=_("point of the formal check")
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="findings", verbose_name=_("submission")
    )
    result = models.CharField(_("result"), max_length=14, choices=Result)
    note = models.CharField(_("note"), max_length=600, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("found by")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("finding of the formal check")
        verbose_name_plural = _("findings of the formal check")
        ordering = ["point__position", "point"]
        constraints = [
            models.UniqueConstraint(fields=["application", "submission", "point"], name="point_finding_once")
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.get_result_display()}"
