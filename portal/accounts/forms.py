"""Forms of sign-in and of the account page."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User


class Plain(forms.Form):
    """A form whose labels stand above the fields: no placeholders."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in LABELS:
                field.label = LABELS[name]


LABELS = {
    "login": _("E-mail address or mobile number"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "remember": _("Stay signed in on this device"),
    "oldpassword": _("Current password"),
    "code": _("Code from the e-mail"),
}
PASSWORD_HINT = _("At least 10 characters, not only digits, nothing that many people use.")


class LoginForm(Plain, allauth.LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        self.fields["password"].help_text = ""


class SignupForm(Plain, allauth.SignupForm):
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
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = PASSWORD_HINT
        self.order_fields(self.field_order)

    def try_save(self, request: HttpRequest) -> Any:
        """Takes as long for an address that has an account: the time must not tell that it has one."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class CodeForm(Plain, allauth.ConfirmEmailVerificationCodeForm):
    """The code of the verification e-mail."""


class ResetPasswordForm(Plain, allauth.ResetPasswordForm):
    """Where to send the link."""


class ReauthenticateForm(Plain, allauth.ReauthenticateForm):
    """The password once more."""


class _NewPassword(Plain):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = PASSWORD_HINT
        self.fields["password2"].label = _("New password once more")


class ResetPasswordKeyForm(_NewPassword, allauth.ResetPasswordKeyForm):
    """A new password after following the link."""


class ChangePasswordForm(_NewPassword, allauth.ChangePasswordForm):
    """A new password for who knows the old one."""


class AccountForm(forms.ModelForm):
    """What a person says about themselves."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of the pages and of the e-mails to you."),
    )

    class Meta:
        model = User
        fields = ["name", "phone", "language"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
