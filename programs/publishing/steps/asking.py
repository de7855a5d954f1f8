from typing import Any

from django import forms
from django.db.models import Count, F
from django.forms.forms import BaseForm
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.catalog.gaps import FORM
from programs.catalog.models import Program
from programs.forms.builder import copying, document
from programs.forms.models import Form, FormVersion
from programs.forms.versions import sections_of
from programs.publishing.models import Guide
from programs.publishing.steps.base import Facts, Step

EMPTY = "empty"


class SourceForm(forms.Form):
    """Where the questions come from."""

    source = forms.ChoiceField(
        label=_("take the questions from"),
        required=False,
        help_text=_("They are copied: changing them here changes nothing there."),
    )
    replace = forms.BooleanField(label=_("replace the questions that are there"), required=False)

    def __init__(self, *args: Any, sources: list[tuple[str, Any]], filled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source"]
        nothing = gettext("Keep the form as it is") if filled else gettext("Start with an empty form")
        field.choices = [("", nothing), *sources]
        if not filled:
            del self.fields["replace"]


class FormStep(Step):
    """What applicants are asked: copied from elsewhere, or written in the form's own pages."""

    key = FORM
    title = _("Form")
    lead = _("What are applicants asked? Take over the questions of another program, or write them yourself.")
    template = "admin/publishing/form.html"

    @classmethod
    def is_done(cls, facts: Facts) -> bool:
        return (
            facts.program is not None
            and Form.objects.filter(program=facts.program).exists()
            and not facts.lacks(FORM)
        )

    @cached_property
    def present(self) -> Form | None:
        return Form.objects.filter(program=self.program).first()

    @cached_property
    def form(self) -> SourceForm:
        filled = self.present is not None and self.present.sections.exists()
        return SourceForm(self.data, sources=self._sources(), filled=filled)

    def _sources(self) -> list[tuple[str, Any]]:
        """Other programs with a form, those of the same kind first; then versions of this program."""
        seen = Program.objects.published() | Program.objects.editable_by(self.by)
        others = Form.objects.filter(program__in=seen).exclude(program=self.program).select_related("program")
        others = others.annotate(asked=Count("sections__questions")).filter(asked__gt=0)
        same = [row for row in others.order_by("program__title") if row.program.kind == self.program.kind]
        rest = [row for row in others.order_by("program__title") if row.program.kind != self.program.kind]
        groups = [
            (gettext("Programs of the same kind"), [(f"form:{row.pk}", str(row)) for row in same]),
            (gettext("Other programs"), [(f"form:{row.pk}", str(row)) for row in rest]),
            (gettext("Earlier versions of this form"), self._versions()),
        ]
        return [group for group in groups if group[1]]

    def _versions(self) -> list[tuple[str, str]]:
        rows = FormVersion.objects.filter(form__program=self.program)
        rows = rows.annotate(used=F("round_pins__round__name"))
        words = gettext("Version %(n)s (%(round)s)")
        named = {row.pk: words % {"n": row.number, "round": row.used or "—"} for row in rows}
        return [(f"version:{pk}", words) for pk, words in named.items()]

    def forms(self) -> list[BaseForm]:
        return [self.form]

    def keep(self) -> Guide:
        kind, _colon, pk = self.form.cleaned_data["source"].partition(":")
        if not kind:
            copying.start_empty(self.program.pk, by=self.by)
            return self.guide
        if kind == "form":
            found = document.of_whole(Form.objects.get(pk=pk))
        else:
            found = document.of_version(FormVersion.objects.get(pk=pk))
        replace = bool(self.form.cleaned_data.get("replace"))
        copying.take_over(self.program.pk, found, replace=replace, by=self.by)
        return self.guide

    def context(self) -> dict[str, Any]:
        parts = sections_of(self.present) if self.present else []
        builder = reverse("admin:forms_form_change", args=[self.present.pk]) if self.present else ""
        return super().context() | {"parts": parts, "builder": builder}
