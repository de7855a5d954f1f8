from django.urls import include, path

from applications.intake.views import (
    actions,
    check,
    files,
    letters,
    lists,
    numbers,
    receipts,
    section,
    start,
    status,
)

of_one = [
    path("", status.application, name="application"),
    path("answers/", status.application_answers, name="application_answers"),
    path("edit/", section.application_edit, name="application_edit"),
    path("edit/<slug:section>/", section.application_section, name="application_section"),
    path("files/<int:file_id>/", files.application_file, name="application_file"),
    path("numbers/<slug:key>/", numbers.application_number, name="application_number"),
    path("check/", check.application_check, name="application_check"),
    path("receipt/<slug:code>/", receipts.application_receipt, name="application_receipt"),
    path("actions/<slug:action>/", actions.application_action, name="application_action"),
    path("letters/<int:letter_id>/", letters.letter, name="letter"),
]
urlpatterns = [
    path("rounds/<int:round_id>/apply/", start.application_start, name="application_start"),
    path("applications/", lists.application_list, name="application_list"),
    path("applications/export/", lists.application_export, name="application_export"),
    path("applications/<uuid:pk>/", include(of_one)),
    path("receipts/", receipts.receipt_search, name="receipt_search"),
    path("receipts/<slug:code>/", receipts.receipt, name="receipt"),
]
