from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from programs.search.terms import normalized, query_terms


class Findable(models.Model):
    """The terms under which a row is found, beside the row: lists need not carry them.

    A subclass names the row it belongs to and indexes both columns (`findable_indexes`).
    """

    title_terms = ArrayField(models.TextField(), verbose_name=_("terms of its titles"))
    heading_terms = ArrayField(models.TextField(), verbose_name=_("terms of its headings"))
    terms = ArrayField(models.TextField(), verbose_name=_("terms of all its texts"))

    class Meta:
        abstract = True


def findable_indexes(name: str) -> list[models.Index]:
    """The indexes of a table of findable rows."""
    return [
        GinIndex(fields=["title_terms"], name=f"{name}_titles"),
        GinIndex(fields=["heading_terms"], name=f"{name}_headings"),
        GinIndex(fields=["terms"], name=f"{name}_terms"),
    ]


class SynonymManager(models.Manager["Synonym"]):
    def get_by_natural_key(self, word: str) -> "Synonym":
        return self.get(word=word)


class Synonym(models.Model):
    """Words that mean the same to who searches: each finds what any of the others finds."""

    word = models.CharField(_("word"), max_length=60, unique=True, help_text=_("As people type it: 高企."))
    others = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("means the same as"),
        help_text=_("One on each line, Chinese or English: 高新技术企业."),
    )

    objects = SynonymManager()

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["word"]

    def __str__(self) -> str:
        return f"{self.word} = {', '.join(self.others)}"

    def natural_key(self) -> tuple[str]:
        return (self.word,)

    def clean(self) -> None:
        """Every word has to have something to search for."""
        for word in [self.word, *(self.others or [])]:  # a faulty list is none
            if not query_terms(word):
                raise ValidationError(
                    _("“%(word)s” has nothing to search for: write Chinese, letters or figures.")
                    % {"word": word}
                )

    @property
    def words(self) -> list[str]:
        """All of them, as texts are read."""
        return [normalized(word) for word in [self.word, *self.others]]


class Word(models.Model):
    """A term that some text has: what is typed and no text has is noise, or a typing error."""

    term = models.CharField(_("term"), max_length=120, primary_key=True)

    class Meta:
        verbose_name = _("word of the texts")
        verbose_name_plural = _("words of the texts")
        indexes = [GinIndex(OpClass(F("term"), name="gin_trgm_ops"), name="word_like")]

    def __str__(self) -> str:
        return self.term
