from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.catalog.models import Program, Round

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def visible_to(self, capacity: "Capacity | None") -> "ScenarioQuerySet":
        """One's own, and what colleagues of the department or of those below share; the admin all shared."""
        if capacity is None or capacity.kind not in ("department", "admin"):
            return self.none()
        shared = Q(shared=True)
        if capacity.department:
            shared &= Q(department__path__startswith=capacity.department.path)
        return self.filter(shared | Q(by=capacity.user))

    def of(self, subject: Program | Round) -> "ScenarioQuerySet":
        """Those for the conditions of a round, or the standing ones of a program."""
        if isinstance(subject, Round):
            return self.filter(round=subject)
        return self.filter(program=subject, round=None)


class Scenario(models.Model):
    """Changed thresholds of a rule set, kept to compare: nothing is decided by it.

    `changes`: by the address of a threshold (see `whatif_thresholds`) its number as text. `amount`: yuan that
    each one that qualifies is reckoned with. `round` empty: the standing conditions of the program.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="scenarios", verbose_name=_("program"))
    round = models.ForeignKey(
        Round, models.CASCADE, null=True, blank=True, related_name="scenarios", verbose_name=_("round")
    )
    name = models.CharField(_("name"), max_length=60)
    changes: Any = models.JSONField(_("changes"), default=dict)
    amount = models.DecimalField(
        _("amount for each, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="scenarios", verbose_name=_("saved by")
    )
    shared = models.BooleanField(_("shared with the department"), default=False)
    saved_at = models.DateTimeField(_("saved"))

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "program", "round", "name"],
                nulls_distinct=False,
                name="scenario_name_once",
                violation_error_message=_("You have a scenario of this name. Choose another name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
