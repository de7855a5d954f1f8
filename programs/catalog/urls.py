from django.urls import path

from programs.catalog import following_pages, home, listing_pages, views

urlpatterns = [
    path("", home.home, name="home"),
    path("programs/", listing_pages.program_list, name="program_list"),
    path("programs/export/", listing_pages.program_export, name="program_export"),
    path("followed/", following_pages.followed, name="followed"),
    path("programs/<slug:slug>/follow/", following_pages.follow_program, name="follow_program"),
    path("programs/<slug:slug>/", views.program, name="program"),
    path("programs/<slug:slug>/preview/", views.program_preview, name="program_preview"),
]
