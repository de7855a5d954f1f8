from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.catalog.models.programs import Program
from programs.catalog.models.rounds import Round
from programs.eligibility.grammar import clean


class RoundLine(models.Model):
    """A line of a round with its source."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)
    clause = models.ForeignKey(
        "policies.Clause",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source clause"),
    )

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class Condition(RoundLine):
    """Who qualifies: one sentence, the clause or call notice it comes from, and how a file is tested for it.

    All conditions of a round are its rule set, pinned when it is published. Those of a program say what its
    clauses ask for as long as it has no round; a new round takes them over.
    """

    round = models.ForeignKey(
        Round, models.CASCADE, null=True, blank=True, related_name="conditions", verbose_name=_("round")
    )
    program = models.ForeignKey(
        Program, models.CASCADE, null=True, blank=True, related_name="conditions", verbose_name=_("program")
    )
    test = models.JSONField(
        _("test"),
        null=True,
        blank=True,
        help_text=_("What the file must say; empty where the applicant declares it."),
    )
    rule = models.ForeignKey(
        "policies.Rule",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conditions",
        verbose_name=_("rule of the policy"),
    )
    sentence = models.CharField(_("condition"), max_length=200)
    sentence_en = models.CharField(_("condition in English"), max_length=300, blank=True)

    class Meta(RoundLine.Meta):
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        constraints = [
            models.CheckConstraint(
                condition=Q(round=None, program__isnull=False) | Q(round__isnull=False, program=None),
                name="condition_of_round_or_program",
                violation_error_message=_("A condition belongs to a round or to a program."),
            )
        ]

    def __str__(self) -> str:
        return self.sentence

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only canonical tests reach the database; ValidationError for what is no test."""
        self.test = clean(self.test) if self.test else None
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """A test has to be understood."""
        try:
            self.test = clean(self.test) if self.test else None
        except ValidationError as error:
            raise ValidationError({"test": error.messages}) from error


class RequiredDocument(RoundLine):
    """What an applicant has to prepare."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="documents", verbose_name=_("round"))
    name = models.CharField(_("name of the document"), max_length=120)
    name_en = models.CharField(_("name of the document in English"), max_length=160, blank=True)
    how = models.CharField(_("how to provide it"), max_length=120)
    how_en = models.CharField(_("how to provide it, in English"), max_length=160, blank=True)

    class Meta(RoundLine.Meta):
        verbose_name = _("required document")
        verbose_name_plural = _("required documents")

    def __str__(self) -> str:
        return self.name


class RoundChange(models.Model):
    """A published round was changed: what may change is a list, and each change is kept with its reason."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="changes", verbose_name=_("round"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty: the portal itself."),
    )
    field = models.CharField(_("field"), max_length=40)
    before = models.CharField(_("before"), max_length=200, blank=True)
    after = models.CharField(_("after"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of a round")
        verbose_name_plural = _("changes of rounds")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.round}: {self.field}"
