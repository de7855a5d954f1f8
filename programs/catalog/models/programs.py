from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.editing import reach_of
from programs.catalog.terms.checking import clean_terms
from programs.catalog.terms.sources import require_sources
from programs.policies.kinds import ASKED_FOR, Kind
from programs.search.matching import search
from programs.search.queries import Query, understood

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity
    from portal.accounts.models import User


class ProgramQuerySet(models.QuerySet["Program"]):
    def published(self) -> "ProgramQuerySet":
        return self.filter(status=Program.Status.PUBLISHED)

    def visible_to(self, capacity: "Capacity | None") -> "ProgramQuerySet":
        """Everybody sees published programs; the admin all."""
        return self if capacity and capacity.kind == "admin" else self.published()

    def editable_by(self, by: "Capacity | User") -> "ProgramQuerySet":
        """Those of the departments whose programs somebody edits; drafts too."""
        return self.filter(reach_of(by).within("department"))

    def search(self, asked: str | Query) -> "ProgramQuerySet":
        """Found by Chinese (both scripts), pinyin, initials or Latin words: `programs.search.matching`."""
        return search(self, asked if isinstance(asked, Query) else understood(asked))


class Program(models.Model):
    """Something an applicant can ask for, resting on one or more clauses."""

    Kind = Kind

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=[(kind.value, kind.label) for kind in ASKED_FOR]
    )
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    summary = models.CharField(_("in one sentence"), max_length=200)
    summary_en = models.CharField(_("in one sentence, in English"), max_length=300, blank=True)
    benefit = models.CharField(_("benefit in a few words"), max_length=60, help_text="最高20万元/家")
    benefit_en = models.CharField(_("benefit in a few words, in English"), max_length=80, blank=True)
    description = models.TextField(_("what you get"))
    description_en = models.TextField(_("what you get, in English"), blank=True)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, related_name="programs", verbose_name=_("department")
    )
    clauses = models.ManyToManyField(
        "policies.Clause", related_name="programs", verbose_name=_("clauses it rests on")
    )
    measures = models.ManyToManyField(
        "policies.Measure",
        blank=True,
        related_name="programs",
        verbose_name=_("measures it answers"),
        help_text=_("What the clauses promise that can be asked for here."),
    )
    targets = models.ManyToManyField(
        "policies.Target",
        blank=True,
        related_name="programs",
        verbose_name=_("targets it counts towards"),
    )
    terms = models.JSONField(
        _("terms"),
        default=dict,
        blank=True,
        help_text=_("By the kind of the program; what no source states stays empty."),
    )
    exclusion_group = models.SlugField(
        _("exclusion group"),
        max_length=60,
        db_index=False,
        blank=True,
        db_default="",
        help_text=_(
            "Programs with the same word here pay for the same things: their money is counted together."
        ),
    )
    contact_name = models.CharField(_("contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    hant = models.JSONField(
        _("reviewed Traditional texts"), default=dict, blank=True, help_text=_("By the name of the field.")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    amount_max = models.DecimalField(
        _("most a single applicant can get, yuan"),
        max_digits=16,
        decimal_places=2,
        null=True,
        editable=False,
        help_text=_("From the terms and the caps of rounds; empty where nothing states it."),
    )

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering = ["title", "id"]
        indexes = [models.Index(fields=["amount_max", "id"], name="program_amount")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only canonical terms of the program's own kind reach the database."""
        written = kwargs.get("update_fields")
        if written is None or "terms" in written:
            self.terms = clean_terms(self.kind, self.terms)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Terms have to fit the kind, and their sources have to be there; a kind whose terms are pinned with
        a published round stays."""
        pinned = self.pk and self.rounds.exclude(published_at=None).exclude(program__kind=self.kind).exists()
        if pinned:
            raise ValidationError({"kind": _("A round of it is published with the terms of its kind.")})
        try:
            self.terms = clean_terms(self.kind, self.terms)
            require_sources(self.terms)
        except ValidationError as error:
            raise ValidationError({"terms": error.messages}) from error
