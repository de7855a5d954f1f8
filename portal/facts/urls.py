"""Addresses of an organization's file."""

from django.urls import path

from portal.facts.views import asking, file, lists, papers, sections

FILE = "organizations/<str:uscc>/file/"

urlpatterns = [
    path(FILE, file.organization_papers, name="organization_papers"),
    path(f"{FILE}ask-register/", asking.file_ask, name="file_ask"),
    path(f"{FILE}registration/", sections.file_registration, name="file_registration"),
    path(f"{FILE}figures/<int:year>/", sections.file_figures, name="file_figures"),
    path(f"{FILE}facts/<int:pk>/verify/", sections.file_verify, name="file_verify"),
    path(f"{FILE}lists/<slug:name>/", lists.file_enter, name="file_enter"),
    path(f"{FILE}lists/<slug:name>/complete/", lists.file_complete, name="file_complete"),
    path(f"{FILE}lists/<slug:name>/<int:pk>/take-back/", lists.file_take_back, name="file_take_back"),
    path(f"{FILE}lists/<slug:name>/<int:pk>/verify/", lists.file_verify_line, name="file_verify_line"),
    path(f"{FILE}evidence/<int:pk>/", lists.file_evidence, name="file_evidence"),
    path(f"{FILE}account/", papers.file_account, name="file_account"),
    path(f"{FILE}documents/new/", papers.file_document_new, name="file_document_new"),
    path(f"{FILE}documents/<int:pk>/", papers.file_document, name="file_document"),
    path(f"{FILE}documents/<int:pk>/remove/", papers.file_document_remove, name="file_document_remove"),
    path(f"{FILE}recommender/", papers.file_recommender, name="file_recommender"),
]
