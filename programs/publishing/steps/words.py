from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelForm, modelform_factory
from django.forms.forms import BaseForm
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pypinyin import lazy_pinyin

from programs.catalog.admin_forms import ProgramForm
from programs.catalog.gaps import WORDS
from programs.catalog.models import Program
from programs.catalog.rules import CHANGEABLE_PROGRAM_FIELDS, is_relied_on
from programs.policies.models import Clause, Measure
from programs.publishing import guiding
from programs.publishing.models import Guide
from programs.publishing.steps.base import Facts, Step, as_in_the_admin

FIELDS = [
    "kind", "title", "title_en", "slug", "summary", "summary_en", "benefit", "benefit_en", "description",
    "description_en", "department", *CHANGEABLE_PROGRAM_FIELDS,
]  # fmt: skip
SLUG_LENGTH = 60


class WordsForm(ProgramForm):
    """The program's words; the short name comes from the title where none is given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Part of the address: small letters, figures and hyphens. Empty: made from the title."
            )
            self.fields["slug"].disabled = self.instance.status == Program.Status.PUBLISHED

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "slug" in self.fields and not values.get("slug") and values.get("title"):
            values["slug"] = free_slug(values["title"])
        if "slug" in self.fields and not values.get("slug") and "title" not in self.errors:
            raise ValidationError({"slug": gettext("Write a short name: the title gives none.")})
        return values


def free_slug(title: str) -> str:
    """A short name in pinyin that no program has yet; empty where the title has no letter."""
    slug = slugify("-".join(lazy_pinyin(title)))[:SLUG_LENGTH].strip("-")
    taken = set(
        Program.objects.filter(slug__startswith=slug[: SLUG_LENGTH - 4]).values_list("slug", flat=True)
    )
    numbered = (f"{slug[: SLUG_LENGTH - 4]}-{number}" for number in range(2, len(taken) + 3))
    return slug if slug not in taken else next(name for name in numbered if name not in taken)


class WordsStep(Step):
    """The kind of the program and what is said about it."""

    key = WORDS
    title = _("Kind and words")
    lead = _("What is it, in plain words, who offers it and whom does one ask?")
    needs_program = False

    @classmethod
    def is_done(cls, facts: Facts) -> bool:
        return facts.program is not None and not facts.lacks(WORDS)

    @cached_property
    def relied_on(self) -> bool:
        return self.guide.program is not None and is_relied_on(self.guide.program)

    @cached_property
    def form(self) -> "ModelForm[Program]":
        made: Any = modelform_factory(
            Program,
            form=WordsForm,
            fields=list(CHANGEABLE_PROGRAM_FIELDS) if self.relied_on else FIELDS,
            formfield_callback=as_in_the_admin(Program, self.request),
        )
        return made(self.data, instance=self.guide.program, initial=self._initial())

    def _initial(self) -> dict[str, Any]:
        """What the measures chosen suggest."""
        if self.guide.program:
            return {}
        measures = list(Measure.objects.filter(pk__in=self.guide.measures.values("pk")))
        kinds = Counter(measure.kind for measure in measures).most_common(1)
        names = [measure.name for measure in measures]
        if not names:
            names = list(
                Clause.objects.filter(pk__in=self.guide.clauses.values("pk")).values_list(
                    "heading", flat=True
                )
            )
        return {"kind": kinds[0][0] if kinds else "", "title": names[0] if len(names) == 1 else ""}

    def forms(self) -> list[BaseForm]:
        return [self.form]

    def keep(self) -> Guide:
        return guiding.keep_words(self.guide.pk, self.form, by=self.by)

    def context(self) -> dict[str, Any]:
        note = gettext(
            "A round is open or coming: applicants rely on these words. Only the contact can change."
        )
        return super().context() | {"note": note if self.relied_on else ""}
