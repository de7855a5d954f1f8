"""Addresses of webhooks."""

from django.urls import path

from portal.webhooks import views

PREFIX = "organizations/<str:uscc>/webhooks/"

urlpatterns = [
    path(PREFIX, views.webhooks, name="webhooks"),
    path(f"{PREFIX}new/", views.webhook_new, name="webhook_new"),
    path(f"{PREFIX}<int:pk>/", views.webhook, name="webhook"),
    path(f"{PREFIX}<int:pk>/test/", views.webhook_test, name="webhook_test"),
    path(f"{PREFIX}<int:pk>/enable/", views.webhook_enable, name="webhook_enable"),
    path(f"{PREFIX}<int:pk>/secret/", views.webhook_rotate, name="webhook_rotate"),
    path(f"{PREFIX}<int:pk>/remove/", views.webhook_remove, name="webhook_remove"),
    path(f"{PREFIX}<int:pk>/events/<int:event>/again/", views.webhook_redeliver, name="webhook_redeliver"),
]
