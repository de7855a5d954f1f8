"""Second steps in the administration: nobody sees them, an administrator may take them away."""

from typing import Any

from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as social_admin
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions import admin as session_admin
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.second_factor import reset

# Secrets, and sign-ons whose settings come from the environment: the library's pages are taken out.
for _module, models in (
    (mfa_admin, [Authenticator]),
    (session_admin, [UserSession]),
    (social_admin, [SocialAccount, SocialApp, SocialToken]),
):
    admin.site.unregister(models)


@admin.action(description=gettext_lazy("Remove the second step of sign-in"), permissions=["change"])
def remove_second_steps(model_admin: Any, request: HttpRequest, queryset: Any) -> None:
    """For whoever lost phone and recovery codes, once their identity is known by another way."""
    for user in queryset:
        reset(user)
    messages.success(request, _("They sign in with their password alone, and are told so by e-mail."))
