from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.catalog.models.rounds import Round

# Below so many, an average would tell what one of them got.
FEWEST_FOR_AVERAGE = 3


class RoundResult(models.Model):
    """How a round turned out so far: a row per round, written by the app that decides, in the transaction
    of each decision. `applied`: handed in and not withdrawn; `decided`: supported or declined; `funded`:
    supported with an amount of money; `amount`: theirs together, yuan.
    """

    round = models.OneToOneField(
        Round, models.CASCADE, primary_key=True, related_name="result", verbose_name=_("round")
    )
    applied = models.PositiveIntegerField(_("applied"), default=0)
    decided = models.PositiveIntegerField(_("decided"), default=0)
    supported = models.PositiveIntegerField(_("supported"), default=0)
    funded = models.PositiveIntegerField(_("supported with money"), default=0)
    amount = models.DecimalField(_("amount, yuan"), max_digits=16, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("result of a round")
        verbose_name_plural = _("results of rounds")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    decided__lte=F("applied"),
                    supported__lte=F("decided"),
                    funded__lte=F("supported"),
                    amount__gte=0,
                ),
                name="round_result_counts_fit",
                violation_error_message=_("Nobody is supported who did not apply."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.supported}/{self.applied}"

    @property
    def is_hidden(self) -> bool:
        """Whether the average stays untold: so few got money that it would show what one of them got."""
        return 0 < self.funded < FEWEST_FOR_AVERAGE

    @property
    def average(self) -> Decimal | None:
        """Yuan per funded applicant, rounded to whole yuan; None without money or where it is hidden."""
        if self.funded < FEWEST_FOR_AVERAGE:
            return None
        return (self.amount / self.funded).quantize(Decimal(1), ROUND_HALF_UP)
