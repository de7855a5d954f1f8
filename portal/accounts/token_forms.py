"""What somebody decides about a new token, on the page and in the API."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.accounts import scopes
from portal.accounts.capacities import Capacity
from portal.accounts.models import ApiToken
from portal.accounts.tokens import Limits

DAYS = (30, 90, 180, 365)
MOST_ADDRESSES = 20
Scope = ApiToken.Scope


def networks(text: str) -> list[str]:
    """Addresses and networks separated by spaces, commas or new lines; a sentence for one that is none."""
    found = []
    for part in text.replace(",", " ").replace("，", " ").split():
        try:
            found.append(str(ip_network(part, strict=False)))
        except ValueError as error:
            sentence = gettext("“%(text)s” is no address. Write 203.0.113.7 or 203.0.113.0/24.")
            raise forms.ValidationError(sentence % {"text": part[:50]}) from error
    if len(found) > MOST_ADDRESSES:
        sentence = gettext("Name at most %(n)s addresses; a network counts as one.")
        raise forms.ValidationError(sentence % {"n": MOST_ADDRESSES})
    return found


class TokenForm(forms.Form):
    """A name, what it may do, for whom, from where and how long."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("What uses it, for example “Finance system”.")
    )
    scope = forms.ChoiceField(
        label=_("Scope"), choices=Scope.choices, initial=Scope.READ, widget=forms.RadioSelect
    )
    scopes = forms.MultipleChoiceField(
        label=_("Choose what it may do"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counts with “Only what is chosen below”."),
    )
    capacity = forms.ChoiceField(
        label=_("Acts only as"), required=False, help_text=_("A token for one organization reaches no other.")
    )
    addresses = forms.CharField(
        label=_("Only from these addresses"),
        required=False,
        max_length=900,
        help_text=_("IP addresses or networks, separated by spaces. Empty: from anywhere."),
    )
    days = forms.TypedChoiceField(label=_("Valid for"), coerce=int, initial=90)

    def __init__(self, *args: Any, capacities: list[Capacity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [(capacity.key, capacity.label) for capacity in capacities]
        choices: dict[str, Any] = {
            "scopes": list(scopes.choices()),
            "capacity": [("", _("Whatever I may act as")), *held],
            "days": [(n, ngettext("%(n)s day", "%(n)s days", n) % {"n": n}) for n in DAYS],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # choice fields

    def clean_addresses(self) -> list[str]:
        """As networks."""
        return networks(self.cleaned_data["addresses"])

    def clean(self) -> dict[str, Any]:
        """Choosing names without choosing any would make a token that opens nothing."""
        data = super().clean() or {}
        if data.get("scope") == Scope.NAMED and not data.get("scopes") and "scopes" not in self.errors:
            self.add_error("scopes", _("Choose at least one thing the token may do."))
        return data

    def lifetime(self) -> timedelta:
        """How long the token lives."""
        return timedelta(days=self.cleaned_data["days"])

    def limits(self) -> Limits:
        """What narrows the token."""
        data = self.cleaned_data
        return Limits(scopes=data["scopes"], capacity=data["capacity"], addresses=data["addresses"])
