"""Mobile numbers at sign-in: what the library asks of its adapter."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from portal.accounts import phones
from portal.accounts.models import Mobile, User


class MobileField(forms.CharField):
    """A mobile number, typed any way; cleaned to E.164."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return typed
        number = phones.normalized(typed)
        if not number:
            raise ValidationError(_("Enter a mobile number of 11 digits, for example 138 0013 8000."))
        return number


class PhoneAdapter(DefaultAccountAdapter):
    """Numbers in E.164; a number counts once its holder has typed the code that went there."""

    def phone_form_field(self, **kwargs: Any) -> MobileField:
        attrs = {"autocomplete": "tel", "type": "tel", "inputmode": "tel"}
        return MobileField(widget=forms.TextInput(attrs=attrs), **kwargs)

    def get_user_by_phone(self, phone: str) -> User | None:
        number = phones.normalized(phone)
        return phones.owner(number) if number else None

    def get_phone(self, user: AbstractBaseUser) -> tuple[str, bool] | None:
        mobile = Mobile.objects.filter(user_id=user.pk).first()
        return (mobile.number, mobile.verified_at is not None) if mobile else None

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:
        """Only what is proven is kept: an unproven number stays in the session that asked for its code."""
        if verified:
            self.set_phone_verified(user, phone)

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        """The number is the person's; the one it replaces is told, and so is the e-mail address."""
        if not isinstance(user, User):
            raise TypeError(user)
        self.tell_change(user, phones.verify(user, phone), phone)

    def tell_change(self, user: User, before: str, after: str) -> None:
        """To the old number, which may be the last that reaches the owner, and to the e-mail address."""
        with translation.override(user.language):
            if before:
                phones.send_text(
                    before,
                    _(
                        "This number no longer opens your Kechuang account. If it was not you, reset your"
                        " password at once."
                    ),
                    user.language,
                )
        context = {"user": user, "number": phones.masked(after) if after else ""}
        self.send_notification_mail("account/email/phone_changed", user, context)

    def send_verification_code_sms(
        self, user: AbstractBaseUser, phone: str, code: str, **kwargs: Any
    ) -> None:
        language = getattr(user, "language", translation.get_language())
        with translation.override(language):
            text = _("%(code)s is your code for Kechuang, good for 15 minutes. Tell it to nobody.")
            phones.send_text(phone, text % {"code": code}, language)
