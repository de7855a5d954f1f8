"""Addresses of imported lists."""

from django.urls import path

from portal.importing import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<int:pk>/", views.imported_list, name="imported_list"),
    path("imports/<int:pk>/columns/", views.imported_columns, name="imported_columns"),
    path("imports/<int:pk>/lines.xlsx", views.imported_lines, name="imported_lines"),
]
