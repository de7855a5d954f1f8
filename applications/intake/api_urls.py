"""Addresses of applications in the API."""

from django.urls import include, path

from applications.intake import api, api_files

of_one = [
    path("", api.ApplicationDetail.as_view(), name="api_application"),
    path("attachments/", api_files.AttachmentList.as_view(), name="api_attachments"),
    path("attachments/<int:attachment_id>/", api_files.AttachmentDetail.as_view(), name="api_attachment"),
    path("check/", api.CheckView.as_view(), name="api_check"),
    path("actions/<slug:action>/", api.ActionView.as_view(), name="api_action"),
    path("events/", api.EventList.as_view(), name="api_events"),
]
urlpatterns = [
    path("applications/", api.ApplicationList.as_view(), name="api_applications"),
    path("applications/export/", api.ApplicationExport.as_view(), name="api_applications_export"),
    path("events/export/", api.EventExport.as_view(), name="api_events_export"),
    path("applications/<uuid:id>/", include(of_one)),
    path("receipts/<slug:code>/", api.ReceiptView.as_view(), name="api_receipt"),
]
