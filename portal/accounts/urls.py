"""Addresses of people: to-do, account, sign-in."""

from django.urls import path

from portal.accounts import views

urlpatterns = [
    path("todo/", views.dashboard, name="dashboard"),
]
