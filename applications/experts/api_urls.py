"""Addresses of the pool of experts in the API."""

from django.urls import path

from applications.experts import api

urlpatterns = [
    path("experts/", api.ExpertList.as_view(), name="api_experts"),
    path("experts/<uuid:pk>/", api.ExpertDetail.as_view(), name="api_expert"),
]
