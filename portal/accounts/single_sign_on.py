"""A city's single sign-on (OpenID Connect): who comes from there, and whom they are here.

The provider says who somebody is, never what they may do: posts come from the portal alone. An account that
exists is joined only by who is signed in to it (with its password and its second step) and whose verified
address the provider names too.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.ui.texts import current_language


def address_of(login: SocialLogin) -> str:
    """The e-mail address that the provider has verified, "" without one."""
    verified = [address.email.lower() for address in login.email_addresses if address.verified]
    return verified[0] if verified else ""


def second_step_of(login: SocialLogin) -> bool:
    """Whether the provider asked for a second step (`amr` of the ID token, RFC 8176)."""
    amr = login.account.extra_data.get("id_token", {}).get("amr", [])
    return isinstance(amr, list) and not set(settings.OIDC_MFA_VALUES).isdisjoint(map(str, amr))


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """No account is taken over, none is made without a verified address."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuses what proves too little; leads whoever has an account to sign in to it once."""
        if sociallogin.is_existing:
            return
        email = address_of(sociallogin)
        if not email:
            self.refuse(request, _("%(name)s did not confirm your e-mail address, so it cannot sign you in."))
        if sociallogin.state.get("process") == "connect":
            if not isinstance(request.user, User) or request.user.email.lower() != email:
                self.refuse(request, _("Your account at %(name)s has another e-mail address than this one."))
        elif User.objects.filter(email__iexact=email).exists():
            self.refuse(
                request,
                _(
                    "This address already has an account here. Sign in to it with its password, then connect"
                    " %(name)s on the account page."
                ),
            )

    def refuse(self, request: HttpRequest, sentence: str) -> None:
        """Back to where one came from, with the reason."""
        messages.error(request, sentence % {"name": settings.OIDC_NAME})
        page = "account_settings" if request.user.is_authenticated else "account_login"
        raise ImmediateHttpResponse(redirect(page))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Name and language of a new account. Nothing else is believed."""
        user: User = super().populate_user(request, sociallogin, data)
        user.name = str(data.get("name") or "")[: User._meta.get_field("name").max_length]
        user.language = current_language()
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return "/account/"


def note_second_step(
    request: HttpRequest, user: User, sociallogin: SocialLogin | None = None, **_more: Any
) -> None:
    """A second step that the provider took counts in this session."""
    if sociallogin is not None and second_step_of(sociallogin):
        record_authentication(request, user, "mfa", type="single-sign-on")
