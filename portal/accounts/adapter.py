"""What sign-in and sign-up do the portal's way."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.accounts import attempts, devices
from portal.accounts.languages import remember_language
from portal.accounts.models import User
from portal.accounts.phone_adapter import PhoneAdapter
from portal.ui.texts import current_language


class AccountAdapter(PhoneAdapter):
    """Keeps name and language at sign-up, writes mails in the person's language, says things plainly."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account has been closed. Ask the contact below."),
        "email_password_mismatch": _("E-mail address and password do not match an account. Check both."),
        "phone_password_mismatch": _("Mobile number and password do not match an account. Check both."),
        "username_password_mismatch": _("Enter your e-mail address or your mobile number."),
        "phone_taken": _("This number already belongs to an account."),
        "email_taken": _("This e-mail address already has an account."),
        "duplicate_email": _("This is your address already."),
        "same_as_current": _("This is your number already."),
        "incorrect_code": _("This is not the code we sent. Compare it with the newest message."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, or reset your password."),
        "rate_limited": _("That was too fast. Wait a minute, then try again."),
        "invalid_password_reset": _("This link has been used or has expired. Ask for a new one."),
    }

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: BaseForm, commit: bool = True
    ) -> AbstractBaseUser:
        """Also the name that was asked and the language of the page."""
        if isinstance(user, User):
            user.name = form.cleaned_data.get("name", "")
            user.language = current_language()
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of who reads it."""
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        language = user.language if isinstance(user, User) else current_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, context)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **details: Any) -> HttpResponse:
        """The pages go on in the person's language."""
        response = super().post_login(request, user, **details)
        if isinstance(user, User):
            remember_language(response, user.language)
            devices.remember(request, response, user)
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts the try; too many are refused before the password is looked at."""
        login = credentials.get("email") or credentials.get("phone") or credentials.get("username") or ""
        self._login_failed_rl_usage = attempts.take(request, login)
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        attempts.forget(request, credentials.get("email", ""))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_settings")
