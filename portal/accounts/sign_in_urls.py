"""Addresses of the second step, of passkeys, of the mobile number and of the sessions."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.urls import path
from django.views.generic import RedirectView

from portal.accounts import held_text, security_views
from portal.accounts import single_sign_on_views as sign_on

urlpatterns = [
    path("account/login/", security_views.login, name="account_login"),
    path("account/email/", account.email, name="account_email"),
    path("account/phone/", security_views.change_phone, name="account_change_phone"),
    path("account/phone/code/", account.verify_phone, name="account_verify_phone"),
    path("account/phone/remove/", security_views.remove_phone, name="account_remove_phone"),
    path("account/oidc/<slug:provider_id>/login/", sign_on.login, name="openid_connect_login"),
    path("account/oidc/<slug:provider_id>/login/callback/", sign_on.callback, name="openid_connect_callback"),
    path("account/oidc/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("account/kept/", held_text.kept_text, name="kept_text"),
    path("account/stay/", security_views.stay_signed_in, name="stay_signed_in"),
    path("account/sessions/", security_views.sessions, name="usersessions_list"),
    path("account/second-step/", security_views.second_step, name="mfa_index"),
    path("account/second-step/code/", mfa.authenticate, name="mfa_authenticate"),
    path("account/second-step/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-step/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-step/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/second-step/recovery/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-step/recovery/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    # One page for all second steps: the library's list of keys leads there.
    path("account/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("account/passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("account/passkeys/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]
