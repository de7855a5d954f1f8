from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from programs.forms.builder.models import LibraryQuestion as LibraryQuestion
from programs.forms.builder.models import Trial as Trial
from programs.forms.builder.models import TrialFile as TrialFile
from programs.forms.expressions.models import ExportColumn as ExportColumn
from programs.forms.expressions.models import Reference as Reference
from programs.forms.expressions.models import Rule as Rule


class Form(models.Model):
    """The editable form of a program; publishing a round freezes it as a version."""

    program = models.OneToOneField(
        "catalog.Program", models.CASCADE, related_name="form", verbose_name=_("program")
    )

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def __str__(self) -> str:
        return str(self.program)


class Section(models.Model):
    """A part of a form: one page when filling it in."""

    form = models.ForeignKey(Form, models.CASCADE, related_name="sections", verbose_name=_("form"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    key = models.SlugField(pgettext_lazy("form", "key"), max_length=40)
    title = models.CharField(_("title"), max_length=60)
    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    intro = models.CharField(_("introduction"), max_length=300, blank=True)
    intro_en = models.CharField(_("introduction in English"), max_length=400, blank=True)
    sealed = models.BooleanField(
        _("sealed"),
        default=False,
        db_default=False,
        help_text=_("Where the round asks for a seal: this part is printed as a page of its own for it."),
    )

    class Meta:
        verbose_name = pgettext_lazy("form", "section")
        verbose_name_plural = _("sections")
        ordering = ["form", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="section_key_once")]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question. What each kind accepts is in `programs.forms.kinds`."""

    class Kind(models.TextChoices):
        SHORT_TEXT = "short_text", _("Short text")
        LONG_TEXT = "long_text", _("Long text")
        INTEGER = "integer", _("Whole number")
        DECIMAL = "decimal", _("Decimal number")
        MONEY = "money", _("Money")
        DATE = "date", _("Date")
        YES_NO = "yes_no", _("Yes or no")
        ONE_OF = "one_of", _("One of")
        MANY_OF = "many_of", _("Many of")
        ID_NUMBER = "id_number", _("Identity number")
        FILE = "file", _("File")
        FILE_LIST = "file_list", _("Files per item")
        REGION = "region", _("Region")
        CREDIT_CODE = "credit_code", _("Credit code")
        BANK_NUMBER = "bank_number", _("Bank account number")
        DECLARATION = "declaration", _("Declaration to be ticked")
        PICK = "pick", _("Choice from program data")
        COMPUTED = "computed", _("Computed figure")
        ADDRESS = "address", _("Address")
        BANK_ACCOUNT = "bank_account", _("Bank account")
        PERSON = "person", _("Person")
        DATE_RANGE = "date_range", _("Date range")
        TABLE = "table", _("Table")
        GROUP = "group", _("Repeating group")
        MILESTONES = "milestones", _("Milestones")
        TEAM = "team", _("Team")
        INDICATORS = "indicators", _("Indicators")
        BUDGET = "budget", _("Budget")
        MATRIX = "matrix", _("Matrix")

    class MoneyUnit(models.TextChoices):
        YUAN = "yuan", _("yuan")
        WAN = "wan", _("10,000 yuan")

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="questions", verbose_name=pgettext_lazy("form", "section")
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("A column of a table or a field of a person; empty for a question of its own."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    key = models.SlugField(
        pgettext_lazy("form", "key"),
        max_length=40,
        help_text=_("Unique in the form; lower case with underscores."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    label = models.CharField(_("question"), max_length=120)
    label_en = models.CharField(_("question in English"), max_length=200, blank=True)
    help = models.CharField(_("help"), max_length=300, blank=True)
    help_en = models.CharField(_("help in English"), max_length=400, blank=True)
    required = models.BooleanField(_("required"), default=True)
    minimum = models.DecimalField(
        _("minimum"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Characters, value (money in yuan) or number of choices or files."),
    )
    maximum = models.DecimalField(_("maximum"), max_digits=16, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=30, blank=True)
    money_unit = models.CharField(_("money is asked in"), max_length=4, choices=MoneyUnit, blank=True)
    is_amount = models.BooleanField(
        _("is the amount applied for"), default=False, help_text=_("At most one money question of a form.")
    )
    clause = models.ForeignKey(
        "policies.Clause",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source clause"),
    )
    fact = models.CharField(
        _("is in the organization's file"),
        max_length=40,
        blank=True,
        default="",
        db_default="",
        help_text=_("Applicants find it filled in, and can keep a new answer in their file."),
    )
    source = models.CharField(
        _("choices come from"),
        max_length=40,
        blank=True,
        default="",
        db_default="",
        help_text=_("Which program data a choice offers."),
    )
    total = models.BooleanField(
        _("the sum is shown"),
        default=False,
        db_default=False,
        help_text=_("For a column of numbers or money."),
    )
    formula = models.TextField(
        _("formula"),
        blank=True,
        default="",
        db_default="",
        help_text=_("How a computed figure follows from the answers."),
    )
    shown_when = models.TextField(
        _("shown when"),
        blank=True,
        default="",
        db_default="",
        help_text=_("A condition on the answers; empty: always shown."),
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["section", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "parent", "key"], name="question_part_key_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(kind="money", money_unit__in=["yuan", "wan"])
                | (~Q(kind="money") & Q(money_unit="")),
                name="question_money_has_unit",
                violation_error_message=_("A money question says whether it asks in yuan or 10,000 yuan."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """What a question is called and takes stays while something names it (and so says a trigger)."""
        super().clean()
        stored = Question.objects.filter(pk=self.pk).values_list("key", "kind").first() if self.pk else None
        if stored in (None, (self.key, self.kind)):
            return
        uses = [row.words for row in self.references.select_related("asking", "rule", "column")]
        if uses:
            words = {"label": self.label, "uses": gettext("; ").join(dict.fromkeys(uses))}
            sentence = gettext("“%(label)s” is used: %(uses)s. Its key and kind stay until that is changed.")
            raise ValidationError(sentence % words)


class Choice(models.Model):
    """One possible answer of a choice question."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices", verbose_name=_("question"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    value = models.SlugField(_("value"), max_length=40)
    label = models.CharField(_("words"), max_length=120)
    label_en = models.CharField(_("words in English"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["question", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["question", "value"], name="choice_value_once")]

    def __str__(self) -> str:
        return self.label


class FormVersion(models.Model):
    """A frozen form. `schema` says what is asked (JSON Schema 2020-12), `screen` how it looks.

    `schema`: an object whose properties are the questions' keys; answers validate against it.
    `screen`: {"sections": [{"key", "title", "title_en", "intro", "intro_en", "questions": [{"key", "kind",
    "label", "label_en", "help", "help_en", "required", "minimum", "maximum", "unit", "unit_en",
    "money_unit", "is_amount", "clause": {"document", "number", "label"} | null, "total", "source",
    "choices": [{"value", "label", "label_en"}], "parts": [questions without parts]}]}]}. `logic`: what is
    computed, `exports`: the columns of exports, both as `programs.forms.compiling` writes them; {} and []
    where there is nothing. Never changed after creation (trigger).
    """

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions", verbose_name=_("form"))
    number = models.PositiveSmallIntegerField(_("version"))
    schema = models.JSONField(_("what is asked"))
    screen = models.JSONField(_("how it looks"))
    logic = models.JSONField(_("what is computed"), default=dict, db_default={})
    exports = models.JSONField(_("how it is exported"), default=list, db_default=[])
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )

    class Meta:
        verbose_name = _("form version")
        verbose_name_plural = _("form versions")
        ordering = ["form", "-number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.form} v{self.number}"


class RoundForm(models.Model):
    """Which form version a published round is pinned to."""

    round = models.OneToOneField(
        "catalog.Round", models.CASCADE, related_name="pinned_form", verbose_name=_("round")
    )
    version = models.ForeignKey(
        FormVersion, models.PROTECT, related_name="round_pins", verbose_name=_("form version")
    )

    class Meta:
        verbose_name = _("pinned form")
        verbose_name_plural = _("pinned forms")

    def __str__(self) -> str:
        return f"{self.round} · {self.version}"
