from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.catalog.models import Program


class LimitRule(models.Model):
    """At most so many applications of one applicant or of one project leader, over several programs and all
    their rounds. It covers the programs named and those of the exclusion group.
    """

    class Per(models.TextChoices):
        APPLICANT = "applicant", _("Applicant")
        LEADER = "leader", _("Project leader")

    class Counts(models.TextChoices):
        LIVE = "live", _("Handed in, until it ends without support")
        SUPPORTED = "supported", _("Approved")

    name = models.CharField(_("rule"), max_length=120, help_text=_("As refusals cite it."))
    name_en = models.CharField(_("rule in English"), max_length=160, blank=True)
    per = models.CharField(
        _("counted for each"),
        max_length=10,
        choices=Per,
        help_text=_("The project leader is the answer to the question with the key “leader”."),
    )
    counts = models.CharField(_("what counts"), max_length=10, choices=Counts, default=Counts.LIVE)
    at_most = models.PositiveSmallIntegerField(_("at most"), default=1)
    programs = models.ManyToManyField(
        Program, blank=True, related_name="limit_rules", verbose_name=_("programs")
    )
    exclusion_group = models.SlugField(
        _("exclusion group"), max_length=60, blank=True, db_index=False, help_text=_("As programs name it.")
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
        verbose_name = _("limit across rounds")
        verbose_name_plural = _("limits across rounds")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(at_most__gte=1),
                name="limit_rule_at_least_one",
                violation_error_message=_("A limit lets at least one through."),
            )
        ]

    def __str__(self) -> str:
        return self.name
