"""Forms of the account pages."""

from typing import Any

from allauth.account.forms import SignupForm as BaseSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(BaseSignupForm):
    """Name, e-mail and password; the language is the one the page was read in."""

    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Your name"),
            max_length=60,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            help_text=_("As colleagues and officials should read it."),
        )
        self.order_fields(self.field_order)
