"""What experts, and whoever recommends them, fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.experts.fields import choices
from applications.experts.models import Absence, Expert, Tie
from applications.experts.services import FACTS
from portal.organizations import uscc
from portal.organizations.choices import region_choices

MOST_FIELDS = 8


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FactsForm(forms.ModelForm):
    """Who the expert is and what they are versed in."""

    fields_known = forms.MultipleChoiceField(
        label=_("Fields"),
        help_text=_("Up to eight. Hold Ctrl to choose several."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    class Meta:
        model = Expert
        fields = [name for name in FACTS if name not in ("fields", "bank")]
        help_texts = {"employer_uscc": _("If you know it: ties to applicants are found more surely.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.fields["fields_known"]
        assert isinstance(known, forms.MultipleChoiceField)
        known.choices = choices()
        known.initial = self.instance.fields
        self.fields["region"].widget.choices = region_choices()

    def clean_employer_uscc(self) -> str:
        """A valid code in one form, or nothing."""
        typed = str(self.cleaned_data["employer_uscc"])
        if not typed.strip():
            return ""
        try:
            return uscc.parse(typed)
        except uscc.BadCode as bad:
            raise forms.ValidationError(str(bad), code="uscc") from bad

    def clean_fields_known(self) -> list[str]:
        """At most eight."""
        found = list(self.cleaned_data["fields_known"])
        if len(found) > MOST_FIELDS:
            raise forms.ValidationError(_("Choose at most eight fields: those you know best."))
        return found

    def facts(self) -> dict[str, Any]:
        """What the service takes; call after `is_valid`."""
        data = dict(self.cleaned_data)
        return {**data, "fields": data.pop("fields_known")}


PAID_TO = ("identity", "bank", "account")  # the last questions: what only the fee asks for


class OwnForm(FactsForm):
    """The same of oneself, with the numbers; what is kept is shown masked and stays when left as it is."""

    phone = forms.CharField(label=_("Telephone"), max_length=40)
    identity = forms.CharField(
        label=_("Identity number"),
        required=False,
        max_length=40,
        help_text=_("For the fee. It is kept encrypted and shown masked."),
    )
    account = forms.CharField(
        label=_("Bank account"),
        required=False,
        max_length=40,
        help_text=_("For the fee. It is kept encrypted and shown masked."),
    )

    class Meta(FactsForm.Meta):
        fields = [*FactsForm.Meta.fields, "bank"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, mask in self.instance.masked.items():
            self.fields[name].initial = mask
        self.order_fields([*(name for name in self.fields if name not in PAID_TO), *PAID_TO])


class RecommendationForm(FactsForm):
    """Somebody else, who takes it up with their own account."""

    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The person takes it up with an account of this address.")
    )


class DecisionForm(forms.Form):
    """What an official decides about a listing."""

    until = forms.DateField(label=_("Listed until"), required=False, widget=DayInput())
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=300, help_text=_("The expert reads it.")
    )


class TieForm(forms.ModelForm):
    """A tie to a person or an organization."""

    class Meta:
        model = Tie
        fields = (
            "kind",
            "person_name",
            "organization_name",
            "uscc",
            "since",
            "until",
            "evidence",
        )
        labels = {"since": _("First day"), "until": _("Last day")}
        widgets = {"since": DayInput(), "until": DayInput()}


class AbsenceForm(forms.ModelForm):
    """Days away."""

    class Meta:
        model = Absence
        fields = ("first_on", "last_on")
        widgets = {"first_on": DayInput(), "last_on": DayInput()}
