"""Addresses of uploads in pieces in the API."""

from django.urls import path

from portal.files import api

urlpatterns = [
    path("uploads/", api.UploadBegin.as_view(), name="api_upload_begin"),
    path("uploads/<uuid:id>/", api.UploadDetail.as_view(), name="api_upload"),
]
