"""Addresses of people in the API."""

from django.urls import path

from portal.accounts import api

urlpatterns = [
    path("auth/token/", api.TokenView.as_view(), name="api_token"),
    path("me/", api.MeView.as_view(), name="api_me"),
]
