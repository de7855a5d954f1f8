"""Addresses of webhooks in the API."""

from django.urls import path

from portal.webhooks import api

urlpatterns = [
    path("webhooks/", api.WebhookList.as_view(), name="api_webhooks"),
    path("webhooks/<int:pk>/", api.WebhookDetail.as_view(), name="api_webhook"),
    path("webhooks/<int:pk>/secret/", api.WebhookSecret.as_view(), name="api_webhook_secret"),
    path("webhooks/<int:pk>/test/", api.WebhookTest.as_view(), name="api_webhook_test"),
    path("webhooks/<int:pk>/events/", api.WebhookEvents.as_view(), name="api_webhook_events"),
    path("webhooks/<int:pk>/events/<int:event>/again/", api.WebhookAgain.as_view(), name="api_webhook_again"),
]
