"""Addresses of rankings in the API."""

from django.urls import path

from applications.ranking import api

urlpatterns = [
    path("rankings/", api.RankingList.as_view(), name="api_rankings"),
    path("rankings/<uuid:pk>/", api.RankingDetail.as_view(), name="api_ranking"),
    path("rankings/<uuid:pk>/places/", api.PlaceList.as_view(), name="api_places"),
]
