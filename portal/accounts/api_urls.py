"""Addresses of people in the API."""

from django.urls import path

from portal.accounts import api, tokens_api

urlpatterns = [
    path("auth/token/", api.TokenView.as_view(), name="api_token"),
    path("tokens/", tokens_api.TokenList.as_view(), name="api_tokens"),
    path("tokens/<int:pk>/", tokens_api.TokenDetail.as_view(), name="api_token_detail"),
    path("me/", api.MeView.as_view(), name="api_me"),
]
