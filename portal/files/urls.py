"""Addresses of uploads in pieces."""

from django.urls import path

from portal.files import views

urlpatterns = [
    path("uploads/", views.upload_begin, name="upload_begin"),
    path("uploads/<uuid:pk>/", views.upload, name="upload"),
]
