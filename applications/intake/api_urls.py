"""Addresses of applications in the API."""

from django.urls import include, path

from applications.intake import api, api_files, api_papers, api_reuse, api_signing, api_talk

of_one = [
    path("", api.ApplicationDetail.as_view(), name="api_application"),
    path("attachments/", api_files.AttachmentList.as_view(), name="api_attachments"),
    path("attachments/<int:attachment_id>/", api_files.AttachmentDetail.as_view(), name="api_attachment"),
    path("reuse/", api_reuse.ReuseView.as_view(), name="api_reuse"),
    path("sign-off/", api_signing.SignOffView.as_view(), name="api_sign_off"),
    path("sign-off/ask/", api_signing.AskSignOffView.as_view(), name="api_ask_sign_off"),
    path("sealed-pages/", api_papers.SealedPageList.as_view(), name="api_sealed_pages"),
    path("sealed-pages/print/", api_papers.SealedPagePrint.as_view(), name="api_sealed_pages_print"),
    path("sealed-pages/<int:page_id>/", api_papers.SealedPageDetail.as_view(), name="api_sealed_page"),
    path("paper-copies/", api_papers.PaperCopyList.as_view(), name="api_paper_copies"),
    path("check/", api.CheckView.as_view(), name="api_check"),
    path("actions/<slug:action>/", api.ActionView.as_view(), name="api_action"),
    path("messages/", api_talk.ThreadView.as_view(), name="api_application_messages"),
    path("events/", api.EventList.as_view(), name="api_events"),
]
urlpatterns = [
    path("applications/", api.ApplicationList.as_view(), name="api_applications"),
    path("applications/export/", api.ApplicationExport.as_view(), name="api_applications_export"),
    path("events/export/", api.EventExport.as_view(), name="api_events_export"),
    path("applications/<uuid:id>/", include(of_one)),
    path("receipt-keys/", api_signing.ReceiptKeysView.as_view(), name="api_receipt_keys"),
    path("receipts/<slug:code>/", api.ReceiptView.as_view(), name="api_receipt"),
]
