"""Addresses of files of organizations in the API."""

from django.urls import path

from portal.facts import api, papers_api

ONE = "organizations/<str:uscc>/"
LISTS = (
    ("rights", api.Rights, api.OneRight),
    ("qualifications", api.Qualifications, api.OneQualification),
    ("credit", api.CreditRecords, api.OneCreditRecord),
    ("shareholders", api.Shareholders, api.OneShareholder),
)

urlpatterns = [
    path(f"{ONE}file/", api.OrganizationFile.as_view(), name="api_organization_file"),
    path(f"{ONE}file/verifications/", api.Verifications.as_view(), name="api_file_verifications"),
    path(f"{ONE}account/", papers_api.OrganizationAccount.as_view(), name="api_account"),
    path(f"{ONE}recommender/", papers_api.OrganizationRecommender.as_view(), name="api_recommender"),
    *(path(f"{ONE}{name}/", many.as_view(), name=f"api_{name}") for name, many, _one in LISTS),
    *(path(f"{ONE}{name}/<int:pk>/", one.as_view(), name=f"api_{name}_line") for name, _many, one in LISTS),
]
