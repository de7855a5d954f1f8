from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Rule(models.Model):
    """What the answers of a form must fulfil together; `expression` says what has to hold."""

    class Severity(models.TextChoices):
        ERROR = "error", _("Stops the submission")
        WARNING = "warning", _("Only a notice")

    form = models.ForeignKey("forms.Form", models.CASCADE, related_name="rules", verbose_name=_("form"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    key = models.SlugField(pgettext_lazy("form", "key"), max_length=40)
    expression = models.TextField(_("has to hold"))
    question = models.ForeignKey(
        "forms.Question",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("is told at"),
        help_text=_("Empty: at the first question that the rule names."),
    )
    message = models.CharField(_("sentence"), max_length=300)
    message_en = models.CharField(_("sentence in English"), max_length=400, blank=True)
    severity = models.CharField(
        _("when it does not hold"), max_length=8, choices=Severity, default=Severity.ERROR
    )

    class Meta:
        verbose_name = pgettext_lazy("form", "rule")
        verbose_name_plural = pgettext_lazy("form", "rules")
        ordering = ["form", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="form_rule_key_once")]

    def __str__(self) -> str:
        return self.message


class ExportColumn(models.Model):
    """A column of the exports of a form's applications that is worked out from the answers."""

    form = models.ForeignKey(
        "forms.Form", models.CASCADE, related_name="export_columns", verbose_name=_("form")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    heading = models.CharField(_("heading"), max_length=80)
    heading_en = models.CharField(_("heading in English"), max_length=120, blank=True)
    expression = models.TextField(_("shows"))

    class Meta:
        verbose_name = _("column of exports")
        verbose_name_plural = _("columns of exports")
        ordering = ["form", "position", "id"]

    def __str__(self) -> str:
        return self.heading


class Reference(models.Model):
    """Something names a question: it cannot be deleted, nor change its key or kind (trigger).

    `by`: what does; a condition or formula is written on a question (`asking`), the others are a rule, a
    column, or a row of an upper floor (`other`: "app.model:pk"). Written by `programs.forms.references`.
    RESTRICT lets both go together, with their section or form.
    """

    class By(models.TextChoices):
        SHOWN_WHEN = "shown_when", _("condition")
        FORMULA = "formula", _("formula")
        RULE = "rule", pgettext_lazy("form", "rule")
        EXPORT = "export", _("column of exports")
        SCORE = "score", _("score")

    question = models.ForeignKey(
        "forms.Question", models.RESTRICT, related_name="references", verbose_name=_("question")
    )
    form = models.ForeignKey("forms.Form", models.CASCADE, related_name="+", verbose_name=_("form"))
    by = models.CharField(_("used by"), max_length=10, choices=By)
    asking = models.ForeignKey(
        "forms.Question", models.CASCADE, null=True, related_name="+", verbose_name=_("written on")
    )
    rule = models.ForeignKey(
        Rule, models.CASCADE, null=True, related_name="+", verbose_name=pgettext_lazy("form", "rule")
    )
    column = models.ForeignKey(
        ExportColumn, models.CASCADE, null=True, related_name="+", verbose_name=_("column of exports")
    )
    other = models.CharField(_("elsewhere"), max_length=80, blank=True)
    text = models.TextField(_("expression"))

    class Meta:
        verbose_name = _("use of a question")
        verbose_name_plural = _("uses of questions")
        ordering = ["form", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by__in=["shown_when", "formula"], asking__isnull=False, rule=None, column=None)
                | Q(by="rule", rule__isnull=False, asking=None, column=None)
                | Q(by="export", column__isnull=False, asking=None, rule=None)
                | (Q(by="score", asking=None, rule=None, column=None) & ~Q(other="")),
                name="reference_by_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """Where the question is used, as in a sentence."""
        named = self.asking or self.rule or self.column or self.text
        return gettext("%(by)s “%(name)s”") % {"by": self.get_by_display(), "name": named}
