"""The forms of the builder: a section, a question with only the fields its kind knows, its choices."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.forms import prefill
from programs.forms.builder import expressing
from programs.forms.builder.keys import KEY
from programs.forms.builder.kind_table import about, knows
from programs.forms.kinds.figures import plain
from programs.forms.models import Question, Section
from programs.policies.models import Clause

BLANK_ROWS = 3  # for answers still to be written
FIRST_ROWS = 6
KEY_HELP = gettext_lazy(
    "For formulas and exports: small letters, figures and underscores. Left empty, it is made of the words."
)


class Keyed(forms.ModelForm):
    """A row whose key may be left to the portal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].required = False
        self.fields["key"].help_text = KEY_HELP
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.TextInput) and not isinstance(field.widget, forms.NumberInput):
                field.widget = AdminTextInputWidget(attrs=_length(field))
            elif isinstance(field.widget, forms.Textarea):
                field.widget = AdminTextareaWidget(attrs={"rows": 2, "spellcheck": "false"})
            if name.endswith("_en"):
                field.widget.attrs["lang"] = "en"

    def clean_key(self) -> str:
        """Written as expressions name it."""
        key = str(self.cleaned_data["key"])
        if key and not KEY.fullmatch(key):
            raise ValidationError(
                _("Begin with a small letter; then only small letters, figures and underscores.")
            )
        return key


def _length(field: forms.Field) -> dict[str, Any]:
    longest = getattr(field, "max_length", None)
    return {"maxlength": longest} if longest else {}


class SectionForm(Keyed):
    """What a section says of itself."""

    class Meta:
        model = Section
        fields = ["title", "title_en", "intro", "intro_en", "sealed", "key"]
        help_texts = {
            "title": gettext_lazy("One page when filling the form in."),
            "sealed": gettext_lazy("It is printed, sealed and uploaded after handing in."),
        }


class QuestionForm(Keyed):
    """One question; `wanted` of its fields are shown. Its section and kind are set already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        self.about = about(row.kind)
        for name in [name for name in self.fields if name not in knows(row.kind, inside=self.inside)]:
            del self.fields[name]
        self._words()
        self._places()

    @cached_property
    def inside(self) -> bool:
        """Whether it is a part of another question."""
        return self.instance.parent_id is not None

    def _words(self) -> None:
        limits: tuple[Any, Any] = self.about.limits or ("", "")
        for name, words in zip(("minimum", "maximum"), limits, strict=True):
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = words, ""
                if (limit := getattr(self.instance, name)) is not None:
                    self.initial[name] = plain(limit)
        if "money_unit" in self.fields:
            self.fields["money_unit"].required = True
            unit: Any = self.fields["money_unit"]
            unit.widget.choices = Question.MoneyUnit.choices
            self.initial["money_unit"] = self.instance.money_unit or Question.MoneyUnit.YUAN
        for name in expressing.FIELDS:
            if name in self.fields:
                self.fields[name].help_text = str(expressing.help_of(name))

    def _places(self) -> None:
        """Choices among rows: of the form's sections, the clauses, the facts this kind can hold."""
        row, fields = self.instance, self.fields
        if "section" in fields:
            fields["section"] = forms.ModelChoiceField(
                row.section.form.sections.all(), label=gettext_lazy("stands in"), empty_label=None
            )
        if "clause" in fields:
            clauses = Clause.objects.select_related("document").order_by("document", "position")
            label = Question._meta.get_field("clause").verbose_name
            fields["clause"] = forms.ModelChoiceField(clauses, required=False, label=label)
        for name, offered in (("fact", _facts(row.kind)), ("source", expressing.sources())):
            if name in fields:
                old = fields[name]
                required = name == "source"
                words: dict[str, Any] = {"label": old.label, "help_text": old.help_text}
                fields[name] = forms.ChoiceField(choices=offered, required=required, **words)

    def clean(self) -> dict[str, Any]:
        """Expressions are read where they are written."""
        cleaned, row = super().clean() or {}, self.instance
        table = row.parent.key if row.parent else ""
        for name in expressing.FIELDS:
            if cleaned.get(name):
                try:
                    cleaned[name] = expressing.checked(row.section.form, cleaned[name], name, table)
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned

    @property
    def fieldsets(self) -> list[tuple[Any, dict[str, Any]]]:
        """What is asked, what is accepted, where it stands."""
        groups = (
            (None, ("label", "label_en", "help", "help_en", "required")),
            (
                gettext_lazy("What is accepted"),
                (
                    "formula", "source", "money_unit", "unit", "unit_en", "minimum", "maximum", "total",
                    "is_amount", "fact",
                ),
            ),
            (gettext_lazy("Where and when it is shown"), ("section", "shown_when", "clause", "key")),
        )  # fmt: skip
        found = [(name, [field for field in names if field in self.fields]) for name, names in groups]
        return [(name, {"fields": names}) for name, names in found if names]

    class Meta:
        model = Question
        fields = [
            "label", "label_en", "help", "help_en", "required", "formula", "source", "money_unit", "unit",
            "unit_en", "minimum", "maximum", "total", "is_amount", "fact", "section", "shown_when", "clause",
            "key",
        ]  # fmt: skip


def _facts(kind: str) -> list[tuple[str, str]]:
    """The facts of the file that a question of this kind can hold."""
    found = []
    for key, words in prefill.choices():
        try:
            if key:
                prefill.check(key, kind)
        except ValidationError:
            continue
        found.append((key, words))
    return found


class ChoiceForm(forms.Form):
    """One answer, row or item; its code stays the same while its words change."""

    label = forms.CharField(label=gettext_lazy("words"), max_length=120, required=False)
    label_en = forms.CharField(label=gettext_lazy("words in English"), max_length=160, required=False)
    value = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label_en"].widget.attrs["lang"] = "en"


class ChoiceRows(forms.BaseFormSet):
    """The answers in order; rows without words are left out."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = gettext_lazy("order")
        form.fields["ORDER"].widget.attrs["class"] = "builder-order"
        form.fields["DELETE"].label = gettext_lazy("Remove")

    def written(self) -> list[dict[str, str]]:
        """Label, English and value of each, as they are to stand."""
        rows = [form for form in self.forms if form not in self.deleted_forms]
        last = len(rows)
        kept = [
            (form.cleaned_data.get("ORDER") or last, number, form.cleaned_data)
            for number, form in enumerate(rows)
            if form.cleaned_data.get("label", "").strip()
        ]
        names = ("label", "label_en", "value")
        return [{name: row.get(name, "") for name in names} for _place, _n, row in sorted(kept, key=_order)]


def _order(row: tuple[int, int, Any]) -> tuple[int, int]:
    return row[0], row[1]


def choice_rows(question: Question, data: Any = None) -> Any:
    """The form set of a question's choices, with blank rows behind."""
    rows = list(question.choices.values("label", "label_en", "value")) if question.pk else []
    made = forms.formset_factory(
        ChoiceForm,
        formset=ChoiceRows,
        can_order=True,
        can_delete=True,
        extra=BLANK_ROWS if rows else FIRST_ROWS,
    )
    return made(data, initial=rows, prefix="choices")
