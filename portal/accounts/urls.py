"""Addresses of people: to-do, account, sign-in."""

from allauth.account import views as allauth
from django.urls import include, path, re_path

from portal.accounts import token_views, views
from portal.accounts.languages import set_language

urlpatterns = [
    path("todo/", views.dashboard, name="dashboard"),
    path("language/", set_language, name="set_language"),
    path("account/", views.account_settings, name="account_settings"),
    path("account/capacity/", views.switch_capacity, name="switch_capacity"),
    path("account/tokens/", token_views.create_token, name="create_token"),
    path("account/tokens/<int:pk>/revoke/", token_views.revoke_token, name="revoke_token"),
    path("", include("portal.accounts.sign_in_urls")),
    path("", include("portal.accounts.department.urls")),
    path("account/logout/", allauth.logout, name="account_logout"),
    path("account/signup/", allauth.signup, name="account_signup"),
    path("account/inactive/", allauth.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("account/confirm-email/", allauth.email_verification_sent, name="account_email_verification_sent"),
    path("account/password/change/", allauth.password_change, name="account_change_password"),
    path("account/password/set/", allauth.password_set, name="account_set_password"),
    path("account/password/reset/", allauth.password_reset, name="account_reset_password"),
    path("account/password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "account/password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
