from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.policies.models import Clause, PolicyDocument
from programs.sources.outline import Doubt


class SourceFile(models.Model):
    """A file with the wording of a document: read page by page, then split into rows an admin corrects."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READING = "reading", _("Being read")
        READY = "ready", _("Ready to be corrected")
        FAILED = "failed", _("Could not be read")

    document = models.ForeignKey(
        PolicyDocument, models.PROTECT, related_name="source_files", verbose_name=_("document")
    )
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("file name"), max_length=255)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    trouble = models.CharField(_("what went wrong"), max_length=300, blank=True)
    pages_total = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("clauses last written"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("clauses written by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("policy file")
        verbose_name_plural = _("policy files")
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(created_at=None, created_by=None)
                | Q(created_at__isnull=False, created_by__isnull=False),
                name="source_written_who_and_when",
            )
        ]
        indexes = [
            models.Index(
                fields=["uploaded_at"], condition=Q(state__in=["waiting", "reading"]), name="source_unread"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_word(self) -> bool:
        """Word files have no page pictures."""
        return self.name.lower().endswith(".docx")


class SourcePage(models.Model):
    """A page as found: its picture (none for Word) and its text (none for a scan), a printed line a line."""

    source = models.ForeignKey(
        SourceFile, models.CASCADE, related_name="pages", verbose_name=_("policy file")
    )
    number = models.PositiveSmallIntegerField(_("page"))
    text = models.TextField(_("text"), blank=True)
    automatic = models.JSONField(
        _("lines numbered by Word"), default=list, blank=True, help_text=_("Counted from zero.")
    )
    picture = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    width = models.PositiveSmallIntegerField(_("width"), default=0)
    height = models.PositiveSmallIntegerField(_("height"), default=0)
    unreadable = models.BooleanField(_("could not be read"), default=False)

    class Meta:
        verbose_name = _("page of a policy file")
        verbose_name_plural = _("pages of policy files")
        ordering = ["source", "number"]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="source_page_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.number}"


class DraftClause(models.Model):
    """A row on its way to a clause. `number` is empty where the proposed address is right."""

    class Doubts(models.TextChoices):
        PREAMBLE = Doubt.PREAMBLE, _("Stands before the first number: delete what is no clause.")
        UNNUMBERED = Doubt.UNNUMBERED, _("The document prints no number here.")
        GAP = Doubt.GAP, _("A number before this one is missing.")
        AUTOMATIC = Doubt.AUTOMATIC, _("Word numbers this paragraph by itself: compare with the document.")
        CLOSING = Doubt.CLOSING, _("A signature or an annex: delete it if it is no clause.")

    DEEPEST = 8

    source = models.ForeignKey(SourceFile, models.CASCADE, related_name="rows", verbose_name=_("policy file"))
    position = models.PositiveSmallIntegerField(_("position"))
    page = models.PositiveSmallIntegerField(_("page"), default=1)
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    printed = models.CharField(_("number as printed"), max_length=40, blank=True)
    number = models.SlugField(_("number in the address"), max_length=40, blank=True, db_index=False)
    heading = models.CharField(_("heading"), max_length=120, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    text = models.TextField(_("official wording"), blank=True)
    doubt = models.CharField(_("doubt"), max_length=10, choices=Doubts, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("changed by"),
    )  # fmt: skip
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)
    removed = models.BooleanField(_("deleted"), default=False)
    clause = models.ForeignKey(
        Clause, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("clause")
    )
    adopted = models.BooleanField(
        default=False, db_default=False, editable=False, help_text=_("The clause was there before the file.")
    )

    class Meta:
        verbose_name = _("row of a policy file")
        verbose_name_plural = _("rows of policy files")
        ordering = ["source", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "position"],
                name="draft_clause_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 8)), name="draft_clause_level"),
            models.CheckConstraint(
                condition=Q(changed_at=None, changed_by=None)
                | Q(changed_at__isnull=False, changed_by__isnull=False),
                name="draft_clause_changed_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printed} {self.heading}".strip()

    @property
    def is_empty(self) -> bool:
        """Nothing was typed: no clause comes of it."""
        return not (self.printed or self.number or self.heading or self.summary or self.text)
