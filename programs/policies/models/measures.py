from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.policies.kinds import Kind
from programs.policies.models.documents import Clause
from programs.policies.models.quantities import Quantity, SlugManager, figures_fit


class Basis(models.TextChoices):
    """Where a value comes from. An inferred value is never shown as if the document said it."""

    STATED = "stated", _("Stated")
    INFERRED = "inferred", _("Inferred")
    NOT_STATED = "not_stated", _("Not stated")


class Measure(models.Model):
    """What a clause promises: to whom, by whom, of which kind, with which figures.

    `asked_for`: an organization or a person can ask for it, so a program should answer it. What a government
    builds or orders by itself (a platform, a fund, an instruction to offices) is not asked for.
    """

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="measures", verbose_name=_("clause"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    asked_for = models.BooleanField(
        _("can be asked for"), default=True, help_text=_("An organization or a person can ask for it.")
    )
    beneficiary = models.CharField(_("for whom"), max_length=120, blank=True)
    beneficiary_en = models.CharField(_("for whom, in English"), max_length=200, blank=True)
    beneficiary_basis = models.CharField(
        _("basis of “for whom”"), max_length=12, choices=Basis, default=Basis.NOT_STATED
    )
    provider = models.CharField(_("by whom"), max_length=120, blank=True)
    provider_en = models.CharField(_("by whom, in English"), max_length=200, blank=True)
    provider_basis = models.CharField(
        _("basis of “by whom”"), max_length=12, choices=Basis, default=Basis.NOT_STATED
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("Conditions, contents and steps, in our own words."),
    )
    note_en = models.TextField(_("note in English"), blank=True)

    objects = SlugManager["Measure"]()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["clause", "id"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["policies.clause"]  # type: ignore[attr-defined]  # Django's protocol


class FigureManager(models.Manager["MeasureFigure"]):
    def get_by_natural_key(self, measure: str, position: int) -> "MeasureFigure":
        return self.get(measure__slug=measure, position=position)


class MeasureFigure(Quantity):
    """A number a measure promises: money, how many, or how long."""

    class Role(models.TextChoices):
        AMOUNT = "amount", _("Amount")
        QUANTITY = "quantity", _("Quantity")
        DURATION = "duration", _("Duration")

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="figures", verbose_name=_("measure"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    role = models.CharField(_("what it counts"), max_length=10, choices=Role)
    what = models.CharField(_("of what"), max_length=120, blank=True)
    what_en = models.CharField(_("of what, in English"), max_length=200, blank=True)
    basis = models.CharField(_("basis"), max_length=12, choices=Basis, default=Basis.STATED)

    objects = FigureManager()

    class Meta:
        verbose_name = _("figure of a measure")
        verbose_name_plural = _("figures of measures")
        ordering = ["measure", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "position"], name="measure_figure_position_once"),
            figures_fit("measure_figure_fits"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.what or self.get_role_display()}"

    def natural_key(self) -> tuple[str, int]:
        return (self.measure.slug, self.position)

    natural_key.dependencies = ["policies.measure"]  # type: ignore[attr-defined]  # Django's protocol
