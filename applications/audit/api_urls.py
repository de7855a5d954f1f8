"""Addresses of the auditor's work in the API."""

from django.urls import path

from applications.audit import api

urlpatterns = [
    path("samples/", api.SampleList.as_view(), name="api_samples"),
    path("samples/<uuid:pk>/", api.SampleDetail.as_view(), name="api_sample"),
    path("samples/<uuid:pk>/items/", api.SampleItemList.as_view(), name="api_sample_items"),
    path("samples/<uuid:pk>/items/<int:item_id>/findings/", api.FindingView.as_view(), name="api_findings"),
]
