"""Forms of the admin's pages for policy files."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api.problems import Refused
from programs.policies.models import PolicyDocument
from programs.sources.addresses import NUMBER
from programs.sources.models import DraftClause
from programs.sources.services.uploading import ACCEPT, refuse_other_kinds

CUT = "---"  # a line of its own where a row is split


class UploadForm(forms.Form):
    """A file, and the document whose wording it holds: one that is there, or a new one (DocumentForm)."""

    file = forms.FileField(
        label=gettext_lazy("policy file"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        help_text=gettext_lazy("PDF or Word (.docx). A scan is taken, too: you type its wording."),
    )
    document = forms.ModelChoiceField(
        PolicyDocument.objects.order_by("title"),
        label=gettext_lazy("policy document"),
        required=False,
        empty_label=gettext_lazy("A new document"),
        help_text=gettext_lazy("For a new document also fill in the fields below."),
    )
    replaces = forms.ModelChoiceField(
        PolicyDocument.objects.order_by("title"),
        label=gettext_lazy("replaces"),
        required=False,
        empty_label=gettext_lazy("No other document"),
        help_text=gettext_lazy("Its clauses are then shown beside the new ones."),
    )

    def clean_file(self) -> Any:
        """Only what clauses are read from."""
        upload = self.cleaned_data["file"]
        try:
            refuse_other_kinds(upload)
        except Refused as refused:
            raise ValidationError(str(refused)) from refused
        return upload


class DocumentForm(forms.ModelForm):
    """What a new document needs; everything else is filled in on its own page."""

    use_required_attribute = False  # the fields count only where no document was chosen

    class Meta:
        model = PolicyDocument
        fields = ["title", "short_title", "slug", "kind", "issuer", "number", "issued_on", "provenance"]
        widgets = {
            "issued_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "title": forms.TextInput(attrs={"class": "vTextField"}),
        }
        help_texts = {
            "slug": gettext_lazy(
                "Part of the address: small letters, figures and hyphens, such as sh-2027-2."
            ),
        }


class RowForm(forms.Form):
    """A row as typed; wording keeps its line breaks."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    level = forms.TypedChoiceField(
        label=gettext_lazy("level"),
        choices=[(level, level) for level in range(1, DraftClause.DEEPEST + 1)],
        coerce=int,
    )
    printed = forms.CharField(label=gettext_lazy("number as printed"), max_length=40, required=False)
    number = forms.CharField(label=gettext_lazy("number in the address"), max_length=40, required=False)
    heading = forms.CharField(label=gettext_lazy("heading"), max_length=120, required=False)
    text = forms.CharField(
        label=gettext_lazy("official wording"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    summary = forms.CharField(
        label=gettext_lazy("summary in our own words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if number and not NUMBER.fullmatch(number):
            sentence = _("The number in the address is made of letters, figures and hyphens, such as 5-1.")
            raise ValidationError(sentence)
        return number

    def clean_text(self) -> str:
        """Line breaks as the database keeps them."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\0", "")

    @property
    def values(self) -> dict[str, Any]:
        """What a row keeps."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return found | {"text": found["text"].strip()}

    def halves(self, cursor: str) -> tuple[str, str]:
        """The wording before and behind the cursor, or behind a line with three hyphens."""
        text: str = self.cleaned_data["text"]
        lines = text.split("\n")
        marked = next((at for at, line in enumerate(lines) if line.strip() == CUT), None)
        if marked is not None:
            return "\n".join(lines[:marked]), "\n".join(lines[marked + 1 :])
        place = int(cursor) if cursor.isdecimal() else len(text)
        return text[:place], text[place:]


def row_form(row: DraftClause) -> RowForm:
    """The form of a row as it is now."""
    initial = {name: getattr(row, name) for name in RowForm.base_fields}
    return RowForm(initial=initial, auto_id=f"id_{row.pk}_%s")


class PredecessorForm(forms.Form):
    """Which document a successor replaces."""

    replaces = forms.ModelChoiceField(
        PolicyDocument.objects.order_by("title"), label=gettext_lazy("replaces")
    )


class EndForm(forms.Form):
    """The last day of the old document."""

    last_day = forms.DateField(
        label=gettext_lazy("last day of the old document"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
