"""Forms of the second step."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms import Plain
from portal.accounts.mfa_adapter import MfaAdapter


class OneTimeCode(Plain):
    """A code, which opens once: an app's is good for a minute and a half, and is used up at once."""

    user: Any
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _(
            "Six digits from your authenticator app, or one of your recovery codes."
        )

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the library's form, next in line
        if self.authenticator.type == Authenticator.Type.TOTP:
            lifetime = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)
            digits = "".join(filter(str.isdigit, code))
            if not cache.add(f"portal.accounts.code:{self.user.pk}:{digits}", True, lifetime):
                raise MfaAdapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(OneTimeCode, base.AuthenticateForm):
    """The second step at sign-in."""


class ReauthenticateForm(OneTimeCode, base.ReauthenticateForm):
    """The second step once more, before what is delicate."""


class ActivateTOTPForm(Plain, totp.ActivateTOTPForm):
    """A code that shows that the app has taken the secret over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the app")
        self.fields["code"].help_text = _("Six digits, which change every half minute.")


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):
    """A name for the key; the browser adds the key itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("By which you know it again, for example “Office computer”.")
        self.fields["passwordless"].label = _("Sign in with this key alone, without a password")
        self.fields["passwordless"].help_text = _("It then asks for your fingerprint, face or PIN each time.")
        self.fields["passwordless"].initial = True
