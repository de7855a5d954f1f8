from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.intake.models.applications import Application
from applications.intake.models.papers import Letter


class CorrectionPoint(models.Model):
    """One point of a correction notice, as its letter numbers them (append-only).

    `question`: the key of the question it is about, with the part behind a dot (`table.2.amount`); empty for
    a point about the whole application.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="correction_points", verbose_name=_("application")
    )
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="points", verbose_name=_("letter"))
    position = models.PositiveSmallIntegerField(_("position"))
    question = models.CharField(_("question"), max_length=120, blank=True)
    sentence = models.CharField(_("what has to be corrected"), max_length=1000)

    class Meta:
        verbose_name = _("point to correct")
        verbose_name_plural = _("points to correct")
        ordering = ["letter", "position"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "position"], name="correction_point_position"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def key(self) -> str:
        """The question without its part."""
        return self.question.partition(".")[0]
