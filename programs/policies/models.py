from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentManager(models.Manager["PolicyDocument"]):
    def get_by_natural_key(self, slug: str) -> "PolicyDocument":
        return self.get(slug=slug)


class PolicyDocument(models.Model):
    """A policy, a call notice or an internal plan, as issued."""

    class Kind(models.TextChoices):
        POLICY = "policy", _("Policy")
        CALL_NOTICE = "call_notice", _("Call notice")
        INTERNAL_PLAN = "internal_plan", _("Internal plan")

    class Provenance(models.TextChoices):
        OFFICIAL = "official", _("Official copy")
        REPOST = "repost", _("Repost")
        MODEL_TEXT = "model_text", _("Model text")
        DEMONSTRATION = "demonstration", _("Demonstration")

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=250, blank=True)
    short_title = models.CharField(_("short title"), max_length=60, help_text=_("Shown on citation chips."))
    short_title_en = models.CharField(_("short title in English"), max_length=80, blank=True)
    issuer = models.CharField(_("issuer"), max_length=160)
    issuer_en = models.CharField(_("issuer in English"), max_length=200, blank=True)
    region = models.ForeignKey(
        "reference.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    number = models.CharField(_("document number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    provenance = models.CharField(_("provenance"), max_length=20, choices=Provenance)
    official_url = models.URLField(_("official address"), blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)

    objects = DocumentManager()

    class Meta:
        verbose_name = _("policy document")
        verbose_name_plural = _("policy documents")
        ordering = ["-issued_on", "slug"]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class ClauseManager(models.Manager["Clause"]):
    def get_by_natural_key(self, document: str, number: str) -> "Clause":
        return self.get(document__slug=document, number=number)


class Clause(models.Model):
    """A clause of a document, numbered as printed; `text` is the official wording, the city's to fill in."""

    document = models.ForeignKey(
        PolicyDocument, models.CASCADE, related_name="clauses", verbose_name=_("document")
    )
    number = models.CharField(_("number"), max_length=20, help_text=_("In the address: 3, 5-1."))
    printed = models.CharField(_("number as printed"), max_length=40, help_text="第3项")
    printed_en = models.CharField(_("number as printed, in English"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    heading = models.CharField(_("heading"), max_length=120)
    heading_en = models.CharField(_("heading in English"), max_length=160, blank=True)
    summary = models.TextField(_("summary"), help_text=_("In our own words."))
    summary_en = models.TextField(_("summary in English"), blank=True)
    text = models.TextField(_("official wording"), blank=True)

    objects = ClauseManager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["document", "position"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="clause_number_once")]

    def __str__(self) -> str:
        return f"{self.document.short_title} {self.printed}"

    def natural_key(self) -> tuple[str, str]:
        return (self.document.slug, self.number)

    natural_key.dependencies = ["policies.policydocument"]  # type: ignore[attr-defined]  # Django's protocol


class TargetManager(models.Manager["Target"]):
    def get_by_natural_key(self, slug: str) -> "Target":
        return self.get(slug=slug)


class Target(models.Model):
    """A number a clause promises to reach."""

    class Comparison(models.TextChoices):
        EQUALS = "eq", "="
        AT_LEAST = "ge", "≥"
        AT_MOST = "le", "≤"

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="targets", verbose_name=_("clause"))
    name = models.CharField(_("indicator"), max_length=120)
    name_en = models.CharField(_("indicator in English"), max_length=160, blank=True)
    comparison = models.CharField(_("comparison"), max_length=2, choices=Comparison)
    number = models.DecimalField(_("number promised"), max_digits=18, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=20)
    unit_en = models.CharField(_("unit in English"), max_length=30, blank=True)
    period = models.CharField(_("period"), max_length=40, blank=True)
    period_en = models.CharField(_("period in English"), max_length=60, blank=True)

    objects = TargetManager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["clause", "id"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
