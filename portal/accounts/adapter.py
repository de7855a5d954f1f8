"""What sign-in and sign-up do the portal's way."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import translation

from portal.accounts.models import User
from portal.ui.texts import current_language


class AccountAdapter(DefaultAccountAdapter):
    """Keeps name and language at sign-up and writes mails in the person's language."""

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
