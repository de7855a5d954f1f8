"""Addresses of organizations in the API."""

from django.urls import path

from portal.organizations import api, invitations_api, people_api

urlpatterns = [
    path("organizations/", api.OrganizationList.as_view(), name="api_organizations"),
    path("organizations/export/", api.OrganizationExport.as_view(), name="api_organizations_export"),
    path("organizations/<str:uscc>/", api.OrganizationDetail.as_view(), name="api_organization"),
    path("organizations/<str:uscc>/members/", people_api.MemberList.as_view(), name="api_members"),
    path("organizations/<str:uscc>/members/<int:pk>/", people_api.MemberDetail.as_view(), name="api_member"),
    path(
        "organizations/<str:uscc>/access-requests/",
        people_api.AccessRequestList.as_view(),
        name="api_access_requests",
    ),
    path(
        "organizations/<str:uscc>/access-requests/<int:pk>/",
        people_api.AccessRequestDetail.as_view(),
        name="api_access_request",
    ),
    path(
        "organizations/<str:uscc>/invitations/",
        invitations_api.InvitationList.as_view(),
        name="api_member_invitations",
    ),
    path(
        "organizations/<str:uscc>/invitations/<int:pk>/",
        invitations_api.InvitationDetail.as_view(),
        name="api_member_invitation",
    ),
    path("organizations/<str:uscc>/proofs/", people_api.ProofList.as_view(), name="api_proofs"),
    path("organizations/<str:uscc>/proofs/<int:pk>/", people_api.ProofDetail.as_view(), name="api_proof"),
]
