"""Addresses of finding in the API."""

from django.urls import path

from programs.finding import saved_api, search_api

urlpatterns = [
    path("search/", search_api.Search.as_view(), name="api_search"),
    path("saved-searches/", saved_api.SavedSearchList.as_view(), name="api_saved_searches"),
    path("saved-searches/<int:pk>/", saved_api.SavedSearchDetail.as_view(), name="api_saved_search"),
]
