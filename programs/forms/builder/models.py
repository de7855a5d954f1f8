"""What belongs to building forms and to no form: the library of questions, and forms being tried out."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LibraryQuestionManager(models.Manager["LibraryQuestion"]):
    def get_by_natural_key(self, slug: str) -> "LibraryQuestion":
        return self.get(slug=slug)


class LibraryQuestion(models.Model):
    """A question with its parts and choices, kept to be taken into any form.

    `content`: the question as `programs.forms.builder.document` writes it. Without a department it is
    everybody's, and administrators keep it.
    """

    slug = models.SlugField(pgettext_lazy("form", "key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    words = models.CharField(
        _("also found by"),
        max_length=200,
        blank=True,
        help_text=_("Other words for it, with spaces between."),
    )
    content = models.JSONField(_("content"))
    department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )

    objects = LibraryQuestionManager()

    class Meta:
        verbose_name = _("question of the library")
        verbose_name_plural = _("question library")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Trial(models.Model):
    """A form as it stood when an official began to fill it in to try it: never an application, never counted.

    `frozen`: what a version would have held, by field; `answers` as an application keeps them; `files`: how
    many files are taken as uploaded besides those that were, by the question's key; `organization`: whose
    file fills it in and is known to conditions.
    """

    form = models.ForeignKey("forms.Form", models.CASCADE, related_name="trials", verbose_name=_("form"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        "organizations.Organization",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("with the file of"),
    )
    frozen = models.JSONField(_("the form as it stood"))
    answers = models.JSONField(_("answers"), default=dict)
    files = models.JSONField(_("files"), default=dict)
    begun_at = models.DateTimeField(_("begun at"), auto_now_add=True)

    class Meta:
        verbose_name = _("trial of a form")
        verbose_name_plural = _("trials of forms")
        constraints = [models.UniqueConstraint(fields=["form", "user"], name="trial_once")]

    def __str__(self) -> str:
        return f"{self.form} · {self.user}"


class TrialFile(models.Model):
    """A file uploaded in a trial; it goes with it. `question`: its key, or key.item of a list of files."""

    trial = models.ForeignKey(
        Trial, models.CASCADE, related_name="uploads", verbose_name=_("trial of a form")
    )
    question = models.CharField(_("question"), max_length=81)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("file name"), max_length=150)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("file of a trial")
        verbose_name_plural = _("files of trials")
        ordering = ["question", "id"]
        constraints = [models.UniqueConstraint(fields=["trial", "question", "file"], name="trial_file_once")]

    def __str__(self) -> str:
        return self.name
