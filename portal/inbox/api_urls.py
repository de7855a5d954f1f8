"""Addresses of messages in the API."""

from django.urls import path

from portal.inbox import api, preferences_api

urlpatterns = [
    path("messages/", api.MessageList.as_view(), name="api_messages"),
    path("messages/<int:pk>/", api.MessageDetail.as_view(), name="api_message"),
    path(
        "me/notification-preferences/",
        preferences_api.PreferencesView.as_view(),
        name="api_notification_preferences",
    ),
    path("reminders/", api.ReminderList.as_view(), name="api_reminders"),
]
