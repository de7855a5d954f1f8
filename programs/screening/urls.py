"""Addresses of screening: what an organization can get."""

from django.urls import path

from programs.screening import pages

urlpatterns = [
    path("what-can-we-get/", pages.what_can_we_get, name="what_can_we_get"),
    path("what-can-we-get/answers/", pages.answers, name="screening_answers"),
    path("what-can-we-get/export/", pages.export, name="screening_export"),
    path("organizations/<str:uscc>/check/", pages.organization_check, name="organization_check"),
    path(
        "organizations/<str:uscc>/check/export/", pages.organization_export, name="organization_check_export"
    ),
]
