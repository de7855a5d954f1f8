"""What sign-in and sign-up do the portal's way."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.accounts.languages import remember_language
from portal.accounts.models import User
from portal.ui.texts import current_language


class AccountAdapter(DefaultAccountAdapter):
    """Keeps name and language at sign-up, writes mails in the person's language, says things plainly."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account has been closed. Ask the contact below."),
        "email_password_mismatch": _("E-mail address and password do not match an account. Check both."),
        "incorrect_code": _("This is not the code we sent. Compare it with the newest e-mail."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
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
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_settings")
