from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.policies.models.documents import Clause
from programs.policies.models.quantities import Quantity, SlugManager, figures_fit


class Target(Quantity):
    """A number a clause promises to reach; `stretch` is what it strives for beyond it."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="targets", verbose_name=_("clause"))
    name = models.CharField(_("indicator"), max_length=120)
    name_en = models.CharField(_("indicator in English"), max_length=160, blank=True)
    stretch = models.DecimalField(
        _("number striven for"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    period = models.CharField(_("period"), max_length=40, blank=True)
    period_en = models.CharField(_("period in English"), max_length=60, blank=True)

    objects = SlugManager["Target"]()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["clause", "id"]
        constraints = [figures_fit("target_figures_fit")]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["policies.clause"]  # type: ignore[attr-defined]  # Django's protocol
