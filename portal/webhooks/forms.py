"""The form of a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.webhooks import events
from portal.webhooks.targets import LONGEST


class EndpointForm(forms.Form):
    """Where to, and what. The services say what is wrong with an address."""

    url = forms.CharField(
        label=_("Address"),
        max_length=LONGEST,
        help_text=_("Begins with https:// and can be reached from the internet."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Give the address of your system.")},
    )
    kinds = forms.MultipleChoiceField(
        label=_("Events"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one event.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = list(events.labels().items())  # type: ignore[attr-defined]  # a choice field
