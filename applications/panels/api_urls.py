"""Addresses of panels and reviews in the API."""

from django.urls import path

from applications.panels import api, api_own, api_steps

urlpatterns = [
    path("panels/", api.PanelList.as_view(), name="api_panels"),
    path("panels/<uuid:pk>/", api.PanelDetail.as_view(), name="api_panel"),
    path("panels/<uuid:pk>/draw/", api_steps.PanelDraw.as_view(), name="api_panel_draw"),
    path(
        "panels/<uuid:pk>/seats/<uuid:expert>/remove/",
        api_steps.PanelUnseat.as_view(),
        name="api_panel_unseat",
    ),
    path(
        "panels/<uuid:pk>/find-conflicts/",
        api_steps.PanelFindConflicts.as_view(),
        name="api_panel_find_conflicts",
    ),
    path("panels/<uuid:pk>/invite/", api_steps.PanelInvite.as_view(), name="api_panel_invite"),
    path("panels/<uuid:pk>/assign/", api_steps.PanelAssign.as_view(), name="api_panel_assign"),
    path("panels/<uuid:pk>/due/", api_steps.PanelDue.as_view(), name="api_panel_due"),
    path("panels/<uuid:pk>/close/", api_steps.PanelClose.as_view(), name="api_panel_close"),
    path("panels/<uuid:pk>/conflicts/", api.PanelConflicts.as_view(), name="api_panel_conflicts"),
    path("panels/<uuid:pk>/reviews/", api.PanelReviews.as_view(), name="api_panel_reviews"),
    path("panels/reviews/<uuid:pk>/reopen/", api_steps.ReviewReopen.as_view(), name="api_review_reopen"),
    path(
        "panels/reviews/<uuid:pk>/add-expert/",
        api_steps.ReviewAddExpert.as_view(),
        name="api_review_add_expert",
    ),
    path("reviews/", api_own.ReviewList.as_view(), name="api_reviews"),
    path("reviews/invitations/", api_own.InvitationList.as_view(), name="api_invitations"),
    path(
        "reviews/invitations/<uuid:pk>/accept/",
        api_own.InvitationAccept.as_view(),
        name="api_invitation_accept",
    ),
    path(
        "reviews/invitations/<uuid:pk>/decline/",
        api_own.InvitationDecline.as_view(),
        name="api_invitation_decline",
    ),
    path("reviews/<uuid:pk>/", api_own.ReviewDetail.as_view(), name="api_review"),
    path("reviews/<uuid:pk>/hand-in/", api_own.ReviewHandIn.as_view(), name="api_review_hand_in"),
    path("reviews/<uuid:pk>/recuse/", api_own.ReviewRecuse.as_view(), name="api_review_recuse"),
    path("reviews/<uuid:pk>/files/<int:number>/", api_own.ReviewFile.as_view(), name="api_review_file"),
]
