"""Forms that change by what a person signs in: e-mail address and mobile number."""

from typing import Any

from allauth.account import forms as allauth
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms import Plain


class ChangeEmailForm(Plain, allauth.AddEmailForm):
    """The new address; a code goes there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class ChangePhoneForm(Plain, allauth.ChangePhoneForm):
    """The new number; a code goes there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("Mobile number")
        self.fields["phone"].help_text = _(
            "Numbers from outside the mainland with their country code, +852 …"
        )


class PhoneCodeForm(Plain, allauth.VerifyPhoneForm):
    """The code from the text message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the text message")
