"""Addresses of messages and of the demo's mailbox."""

from django.urls import path

from portal.inbox import calendar_pages, mailbox, notifications, unsubscribing, views

urlpatterns = [
    path("messages/", views.message_list, name="messages"),
    path("messages/read/", views.messages_read, name="messages_read"),
    path("messages/upcoming/", views.messages_upcoming, name="messages_upcoming"),
    path("messages/<int:pk>/", views.message, name="message"),
    path("account/notifications/", notifications.notifications, name="notifications"),
    path("account/notifications/", notifications.notifications, name="notifications"),
    path("working-days/", calendar_pages.calendar, name="calendar"),
    path("working-days/<int:year>/", calendar_pages.calendar, name="calendar_year"),
    path("messages/address-works/", unsubscribing.address_works, name="address_works"),
    path("unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("demo/mail/", mailbox.demo_mail, name="demo_mail"),
    path("demo/mail/<int:pk>/", mailbox.demo_mail_detail, name="demo_mail_detail"),
]
