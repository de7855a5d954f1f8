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

    # What can be checked for an applicant, so that a round's conditions should hold it.
    FOR_APPLICANTS = (Kind.ELIGIBILITY, Kind.BENEFIT, Kind.TIME, Kind.OBLIGATION, Kind.PRECEDENCE)

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="rules", verbose_name=_("clause"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    sentence = models.CharField(_("rule"), max_length=250)
    sentence_en = models.CharField(_("rule in English"), max_length=400, blank=True)
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
        """Something an applicant has to meet, so that a condition of a round should hold it."""
        return self.kind in self.FOR_APPLICANTS

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["policies.clause"]  # type: ignore[attr-defined]  # Django's protocol
