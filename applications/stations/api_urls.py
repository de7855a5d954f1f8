"""Addresses of stations in the API."""

from django.urls import path

from applications.stations import api

urlpatterns = [
    path("recommendations/", api.BatchList.as_view(), name="api_recommendations"),
    path("recommendations/<int:pk>/", api.BatchDetail.as_view(), name="api_recommendation"),
    path("recommendations/drafts/", api.DraftList.as_view(), name="api_recommendation_drafts"),
]
