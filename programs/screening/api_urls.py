"""Addresses of screening in the API."""

from django.urls import path

from programs.screening import api

urlpatterns = [
    path("screening/", api.Screening.as_view(), name="api_screening"),
    path("programs/<slug:slug>/check/", api.ProgramCheck.as_view(), name="api_program_check"),
    path("organizations/<str:uscc>/matches/", api.Matches.as_view(), name="api_matches"),
]
