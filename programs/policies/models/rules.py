from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.policies.models.documents import Clause
from programs.policies.models.quantities import Quantity, SlugManager, figures_fit


class Rule(Quantity):
    """A rule a clause sets, in our own words; with its number where it has one."""

    class Kind(models.TextChoices):
        ELIGIBILITY = "eligibility", _("Who qualifies")
        BENEFIT = "benefit", _("What is granted, and its limits")
        TIME = "time", _("Time limits and periods")
        OBLIGATION = "obligation", _("Duties after support")
        PRECEDENCE = "precedence", _("Which rule goes first, what excludes what")
        CONTENT = "content", _("What it consists of")
        PROCEDURE = "procedure", _("How it is done and judged")
        MANAGEMENT = "management", _("Directions to offices")

    # What can be checked for an applicant, so that a condition should hold it or `no_condition` say why not.
    FOR_APPLICANTS = (Kind.ELIGIBILITY, Kind.BENEFIT, Kind.TIME, Kind.OBLIGATION, Kind.PRECEDENCE)

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="rules", verbose_name=_("clause"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    sentence = models.CharField(_("rule"), max_length=250)
    sentence_en = models.CharField(_("rule in English"), max_length=400, blank=True)
    no_condition = models.CharField(
        _("why no condition holds it"),
        max_length=200,
        blank=True,
        db_default="",
        help_text=_("For a rule that nobody has to meet in order to apply, such as a duty after support."),
    )
    no_condition_en = models.CharField(
        _("why no condition holds it, in English"), max_length=300, blank=True, db_default=""
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)

    objects = SlugManager["Rule"]()

    class Meta:
        verbose_name = _("rule of a clause")
        verbose_name_plural = _("rules of clauses")
        ordering = ["clause", "id"]
        constraints = [figures_fit("rule_figures_fit", optional=True)]

    def __str__(self) -> str:
        return self.sentence

    @property
    def is_for_applicants(self) -> bool:
        """Of interest to an applicant: a condition holds it, or `no_condition` says why none does."""
        return self.kind in self.FOR_APPLICANTS

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["policies.clause"]  # type: ignore[attr-defined]  # Django's protocol
