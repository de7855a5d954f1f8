from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.catalog.models.programs import Program


class CommonQuestion(models.Model):
    """What applicants of a program often ask, with the answer: shown beside the form, also after hours."""

    program = models.ForeignKey(
        Program, models.CASCADE, related_name="common_questions", verbose_name=_("program")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    question = models.CharField(_("question"), max_length=150)
    question_en = models.CharField(_("question in English"), max_length=250, blank=True)
    answer = models.TextField(_("answer"), max_length=1000)
    answer_en = models.TextField(_("answer in English"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("common question")
        verbose_name_plural = _("common questions")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.question
