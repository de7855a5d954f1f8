"""Addresses of officials' work in the API."""

from django.urls import path

from applications.review import api, api_bulk

urlpatterns = [
    path("applications/<uuid:id>/formal-check/", api.FormalCheckView.as_view(), name="api_formal_check"),
    path("applications/<uuid:id>/notes/", api.NotesView.as_view(), name="api_notes"),
    path("applications/<uuid:id>/tags/", api.TagsView.as_view(), name="api_tags"),
    path("applications/<uuid:id>/tags/<int:tag_id>/", api.TagDetail.as_view(), name="api_tag"),
    path("bulk-runs/", api_bulk.BulkRunList.as_view(), name="api_bulk_runs"),
    path("bulk-runs/<uuid:pk>/", api_bulk.BulkRunDetail.as_view(), name="api_bulk_run"),
    path("bulk-runs/<uuid:pk>/rows/", api_bulk.BulkRowList.as_view(), name="api_bulk_rows"),
    path("bulk-runs/<uuid:pk>/start/", api_bulk.BulkRunStart.as_view(), name="api_bulk_start"),
]
