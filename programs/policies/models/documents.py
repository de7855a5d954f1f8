from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Addresses of other pages beside those of documents.
RESERVED_SLUGS = ("coverage", "export")


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

    class Level(models.TextChoices):
        NATION = "nation", _("National")
        PROVINCE = "province", _("Provincial")
        CITY = "city", _("Municipal")
        DISTRICT = "district", pgettext_lazy("level", "District")
        TOWN = "town", _("Town or park")

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=250, blank=True)
    short_title = models.CharField(_("short title"), max_length=60, help_text=_("Shown on citation chips."))
    short_title_en = models.CharField(_("short title in English"), max_length=80, blank=True)
    issuer = models.CharField(_("issuer"), max_length=160)
    issuer_en = models.CharField(_("issuer in English"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level, blank=True)
    region = models.ForeignKey(
        "reference.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    addressee = models.CharField(
        _("addressed to"), max_length=160, blank=True, help_text=_("Empty where the document does not say.")
    )
    addressee_en = models.CharField(_("addressed to, in English"), max_length=200, blank=True)
    number = models.CharField(_("document number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    dates_note = models.CharField(
        _("note on the dates"),
        max_length=200,
        blank=True,
        help_text=_("What the document says of its dates, or what it leaves open."),
    )
    dates_note_en = models.CharField(_("note on the dates, in English"), max_length=300, blank=True)
    provenance = models.CharField(_("provenance"), max_length=20, choices=Provenance)
    replaces = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    official_url = models.URLField(_("official address"), blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    hant = models.JSONField(
        _("reviewed Traditional texts"), default=dict, blank=True, help_text=_("By the name of the field.")
    )

    objects = DocumentManager()

    class Meta:
        verbose_name = _("policy document")
        verbose_name_plural = _("policy documents")
        ordering = ["-issued_on", "slug"]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def clean(self) -> None:
        """A document's address is not that of another page."""
        if self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {
                    "slug": _("“%(slug)s” is the address of another page. Choose another.")
                    % {"slug": self.slug}
                }
            )

    @property
    def is_basis(self) -> bool:
        """A condition of an open round may rest on it alone: internal plans and model texts bind nobody."""
        return self.kind != self.Kind.INTERNAL_PLAN and self.provenance != self.Provenance.MODEL_TEXT

    def has_lapsed(self, on: date | None = None) -> bool:
        """Its validity has ended; a document that states no end never lapses by itself."""
        return self.valid_until is not None and self.valid_until < (on or timezone.localdate())


class ClauseManager(models.Manager["Clause"]):
    def get_by_natural_key(self, document: str, number: str) -> "Clause":
        return self.get(document__slug=document, number=number)


class Clause(models.Model):
    """A clause of a document, numbered as printed; `text` is the official wording, the city's to fill in."""

    document = models.ForeignKey(
        PolicyDocument, models.CASCADE, related_name="clauses", verbose_name=_("document")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
        help_text=_("The clause of the same document that contains this one."),
    )
    number = models.CharField(_("number"), max_length=40, help_text=_("In the address: 3, 5-1."))
    printed = models.CharField(_("number as printed"), max_length=40, help_text="第3项")
    printed_en = models.CharField(_("number as printed, in English"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    heading = models.CharField(_("heading"), max_length=120)
    heading_en = models.CharField(_("heading in English"), max_length=160, blank=True)
    summary = models.TextField(_("summary"), help_text=_("In our own words."))
    summary_en = models.TextField(_("summary in English"), blank=True)
    text = models.TextField(_("official wording"), blank=True)
    hant = models.JSONField(
        _("reviewed Traditional texts"), default=dict, blank=True, help_text=_("By the name of the field.")
    )

    objects = ClauseManager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="clause_number_once"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("id")),
                name="clause_not_its_own_part",
                violation_error_message=_("A clause cannot be a part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document.short_title} {self.printed}"

    def clean(self) -> None:
        """The clause around this one is of the same document, and not inside it."""
        around, inside = self.parent, {self.pk}
        while around is not None:
            if around.document_id != self.document_id:
                raise ValidationError({"parent": _("Choose a clause of the same document.")})
            if self.pk and around.pk in inside:
                raise ValidationError({"parent": _("That clause lies inside this one.")})
            inside.add(around.pk)
            around = around.parent

    def natural_key(self) -> tuple[str, str]:
        return (self.document.slug, self.number)

    natural_key.dependencies = ["policies.policydocument"]  # type: ignore[attr-defined]  # Django's protocol
