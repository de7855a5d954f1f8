"""What officials set for a panel, and whom applicants want kept away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.experts.forms import DayInput
from applications.experts.models import Expert
from applications.panels.blind import FILES, hidden_by_default
from applications.panels.models import Avoidance, Panel
from applications.panels.passes import PASSES
from applications.panels.plans import least_of
from programs.catalog.models import Round
from programs.forms.screens import questions

PROMISE = _(
    "I keep the applications and everything said about them to myself, use them for this review only, "
    "delete them afterwards, talk to no applicant about it, and state every tie to an applicant at once."
)
KINDS = tuple(Expert.Kind.choices)


def composition_of(data: dict[str, Any]) -> dict[str, dict[str, int]]:
    """What the form asks for, as a panel keeps it."""
    return {"shares": {"technical": data["technical_share"]}, "kinds": {"financial": data["financial"]}}


class PanelForm(forms.ModelForm):
    """A new panel of a round."""

    technical_share = forms.IntegerField(
        label=_("Technical experts of each application, at least percent"),
        min_value=0,
        max_value=100,
        initial=60,
    )
    financial = forms.IntegerField(
        label=_("Financial experts of each application, at least"), min_value=0, max_value=5, initial=0
    )
    hidden = forms.MultipleChoiceField(
        label=_("Hidden questions"),
        required=False,
        help_text=_("Only where the panel is blind. All that ask who applies are marked."),
        widget=forms.CheckboxSelectMultiple,
    )
    blind_files = forms.MultipleChoiceField(
        label=_("Files that are blind copies"),
        required=False,
        help_text=_("A blind panel gets these files alone, without their names."),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Panel
        fields = (
            "name",
            "pass_no",
            "per_application",
            "answer_by",
            "due_on",
            "blind",
            "sees_others",
            "fee",
            "opinion_least",
            "promise",
        )
        widgets = {
            "answer_by": DayInput(),
            "due_on": DayInput(),
            "promise": forms.Textarea(attrs={"rows": 4}),
            "pass_no": forms.Select(choices=PASSES),
        }

    field_order = ["name", "pass_no", "per_application", "technical_share", "financial"]

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["promise"].initial = PROMISE
        version = round_.pinned_form.version if hasattr(round_, "pinned_form") else None
        asked = questions(version) if version else []
        self.offer("hidden", [(row.key, row.label) for row in asked if row.kind not in FILES])
        self.offer("blind_files", [(row.key, row.label) for row in asked if row.kind in FILES])
        self.fields["hidden"].initial = hidden_by_default(version) if version else []

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Let a field choose among these."""
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """An application gets enough experts for every kind it asks for."""
        data = super().clean() or self.cleaned_data
        each = data.get("per_application")
        if each and {"technical_share", "financial"} <= data.keys():
            least = sum(least_of(composition_of(data), each).values())
            if least > each:
                text = _("The composition asks for %(least)d experts; each application gets %(each)d.")
                self.add_error("per_application", text % {"least": least, "each": each})
        return data

    def facts(self) -> dict[str, Any]:
        """What the service takes; call after `is_valid`."""
        data = dict(self.cleaned_data) | {"composition": composition_of(self.cleaned_data)}
        return {name: value for name, value in data.items() if name not in ("technical_share", "financial")}


class DrawForm(forms.Form):
    """How many experts of each kind are drawn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in KINDS:
            self.fields[kind] = forms.IntegerField(
                label=label, min_value=0, max_value=500, initial=0, required=False
            )

    def counts(self) -> dict[str, int]:
        """Numbers above zero."""
        return {kind: count for kind, count in self.cleaned_data.items() if count}


class DueForm(forms.Form):
    """A later day for the reviews of a panel."""

    due_on = forms.DateField(label=_("Reviews due on"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The experts read it."))


class AvoidanceForm(forms.ModelForm):
    """Somebody who shall not review one's application."""

    class Meta:
        model = Avoidance
        fields = ("name", "employer", "reason")
