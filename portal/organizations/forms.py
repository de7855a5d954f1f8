"""Forms of the organization's pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.organizations import uscc
from portal.organizations.choices import industry_choices, region_choices
from portal.organizations.models import AccessRequest, Membership, Organization
from portal.organizations.services.registration import FACTS

HINTS = {
    "name": gettext_lazy("As it stands in the license."),
    "registered_region": gettext_lazy("Where the license says the organization is."),
    "tax_region": gettext_lazy("Where it pays tax now; some districts support only who pays there."),
}


class CodeField(forms.CharField):
    """A credit code in whatever way it was typed."""

    def clean(self, value: Any) -> str:
        """The code as it is stored, or a sentence saying what is wrong with it."""
        try:
            return uscc.parse(str(value or ""))
        except uscc.BadCode as bad:
            raise ValidationError(str(bad), code="uscc") from bad


class FactsForm(forms.ModelForm):
    """The facts of an organization."""

    class Meta:
        model = Organization
        fields = [*FACTS]
        help_texts = HINTS
        widgets = {"founded_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = region_choices()
        for name, choices in (
            ("registered_region", regions),
            ("tax_region", regions),
            ("industry", industry_choices()),
        ):
            self.fields[name].widget.choices = choices

    def clean_founded_on(self) -> Any:
        """No organization is founded tomorrow."""
        founded = self.cleaned_data["founded_on"]
        if founded and founded > timezone.localdate():
            raise ValidationError(_("This day lies in the future."))
        return founded

    def facts(self) -> dict[str, Any]:
        """What was entered, by field."""
        return {name: self.cleaned_data[name] for name in FACTS}


class RegistrationForm(FactsForm):
    """Code and facts."""

    uscc = CodeField(
        label=gettext_lazy("Unified social credit code"),
        max_length=60,
        help_text=gettext_lazy("18 characters, at the top right of the license."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["uscc", *FACTS]

    class Meta(FactsForm.Meta):
        pass


class RevisionForm(FactsForm):
    """Facts with the revision that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class AccessForm(forms.ModelForm):
    """Asking to be let in."""

    class Meta:
        model = AccessRequest
        fields = ["role", "reason"]
        widgets = {"role": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 3})}
        labels = {"reason": gettext_lazy("A line for the owner")}
        help_texts = {"reason": gettext_lazy("So that the owner knows who you are.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = ROLES  # type: ignore[attr-defined]  # a choice field


ROLES = [
    (Membership.Role.EDITOR.value, gettext_lazy("Editor: writes and submits applications, changes the file")),
    (Membership.Role.SIGNATORY.value, gettext_lazy("Signatory: reads everything and may sign off")),
    (Membership.Role.VIEWER.value, gettext_lazy("Viewer: reads only")),
    (Membership.Role.OWNER.value, gettext_lazy("Owner: also decides who belongs to the organization")),
]


class InvitationForm(forms.Form):
    """An address and the role that is offered to it."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The link opens only for an account with this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=pgettext_lazy("person", "Role"), choices=ROLES, widget=forms.RadioSelect)


class ProofForm(forms.Form):
    """A sealed letter."""

    file = forms.FileField(
        label=gettext_lazy("Sealed letter"),
        error_messages={
            "required": gettext_lazy("Choose the file of the sealed letter first."),
            "empty": gettext_lazy("The file is empty. Choose the sealed letter again."),
        },
        help_text=gettext_lazy("PDF, JPEG or PNG, at most 20 MB. It names you, and bears the official seal."),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Write the day as 2026-12-31.")},
        help_text=gettext_lazy("The last day that the letter names; empty when it names none."),
    )


class DecisionForm(forms.Form):
    """What an official says of a proof."""

    note = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed when you refuse; the person reads it."),
    )
