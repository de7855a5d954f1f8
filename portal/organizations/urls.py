"""Addresses of organizations."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from portal.organizations.views import file, history, invitations, people, register, registration


class MemberInvitationChange(StringConverter):
    """What an owner can do with an invitation that waits."""

    regex = "resend|revoke"


register_converter(MemberInvitationChange, "member_invitation_change")

urlpatterns = [
    path("organizations/", file.organizations, name="organizations"),
    path("organizations/new/", registration.organization_new, name="organization_new"),
    path("organizations/export/", register.organizations_export, name="organizations_export"),
    path("organizations/verifications/", register.verifications, name="verifications"),
    path("organizations/verifications/<int:pk>/", register.verification, name="verification"),
    path("organizations/verifications/<int:pk>/decide/", register.decide, name="verification_decide"),
    path("organizations/verifications/<int:pk>/file/", register.proof_file, name="proof_file"),
    path("organizations/<str:uscc>/", file.organization_file, name="organization"),
    path("organizations/<str:uscc>/history/", history.organization_history, name="organization_history"),
    path(
        "organizations/<str:uscc>/history/export/",
        history.organization_history_export,
        name="organization_history_export",
    ),
    path("organizations/<str:uscc>/edit/", registration.organization_edit, name="organization_edit"),
    path("organizations/<str:uscc>/join/", registration.organization_join, name="organization_join"),
    path("organizations/<str:uscc>/leave/", people.leave, name="organization_leave"),
    path("organizations/<str:uscc>/proof/", people.hand_in_proof, name="hand_in_proof"),
    path("organizations/<str:uscc>/people/<int:pk>/", people.change_member, name="change_member"),
    path("organizations/<str:uscc>/people/<int:pk>/remove/", people.remove_member, name="remove_member"),
    path("organizations/<str:uscc>/people/<int:pk>/hand-over/", people.hand_over, name="hand_over"),
    path("organizations/<str:uscc>/people/invite/", invitations.member_invite, name="member_invite"),
    path(
        "organizations/<str:uscc>/invitations/<int:pk>/<member_invitation_change:action>/",
        invitations.member_invitation_change,
        name="member_invitation_change",
    ),
    path("member-invitation/<str:token>/", invitations.member_invitation, name="member_invitation"),
    path("organizations/<str:uscc>/access/<int:pk>/", people.answer_access, name="answer_access"),
]
