from django.urls import path

from applications.review import (
    bulk_views,
    check_views,
    circular_views,
    dry_run_views,
    export_views,
    marks_views,
    queue_views,
    views,
)
from applications.review.assigning import review_assign

urlpatterns = [
    path("workbench/", queue_views.workbench, name="workbench"),
    path("workbench/export/", export_views.workbench_export, name="workbench_export"),
    path("workbench/export/pdf/", export_views.workbench_pdf, name="workbench_pdf"),
    path("workbench/views/", queue_views.view_save, name="view_save"),
    path("workbench/views/<int:pk>/forget/", queue_views.view_forget, name="view_forget"),
    path("workbench/many/", bulk_views.bulk_runs, name="bulk_runs"),
    path("workbench/many/new/", bulk_views.bulk_new, name="bulk_new"),
    path("workbench/many/<uuid:pk>/", bulk_views.bulk_run, name="bulk_run"),
    path("workbench/many/<uuid:pk>/start/", bulk_views.bulk_start, name="bulk_start"),
    path("workbench/many/<uuid:pk>/export/", bulk_views.bulk_export, name="bulk_export"),
    path("workbench/messages/", circular_views.circulars_sent, name="circulars"),
    path("workbench/messages/new/", circular_views.circular_new, name="circular_new"),
    path("workbench/messages/<uuid:pk>/", circular_views.circular, name="circular"),
    path("workbench/messages/<uuid:pk>/send/", circular_views.circular_send, name="circular_send"),
    path("workbench/<uuid:pk>/", views.review_application, name="review_application"),
    path("workbench/<uuid:pk>/preview/", queue_views.review_preview, name="review_preview"),
    path(
        "workbench/<uuid:pk>/sheet.pdf",
        export_views.review_sheet,
        {"form": "pdf"},
        name="review_sheet_pdf",
    ),
    path(
        "workbench/<uuid:pk>/sheet.xlsx",
        export_views.review_sheet,
        {"form": "xlsx"},
        name="review_sheet_xlsx",
    ),
    path("workbench/<uuid:pk>/tag/", marks_views.review_tag, name="review_tag"),
    path("workbench/<uuid:pk>/note/", marks_views.review_note, name="review_note"),
    path("workbench/<uuid:pk>/check/", check_views.review_check, name="review_check"),
    path("workbench/<uuid:pk>/assign/", review_assign, name="review_assign"),
    path("workbench/<uuid:pk>/<slug:action>/", views.review_action, name="review_action"),
    path("what-if/<slug:kind>/<int:pk>/past/", dry_run_views.dry_run, name="dry_run"),
    path("what-if/<slug:kind>/<int:pk>/past/export/", dry_run_views.dry_run_export, name="dry_run_export"),
]
