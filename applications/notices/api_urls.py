"""Addresses of notices, objections and appeals in the API."""

from django.urls import path

from applications.notices import api, api_cases

urlpatterns = [
    path("notices/", api.NoticeList.as_view(), name="api_notices"),
    path("notices/<uuid:pk>/", api.NoticeDetail.as_view(), name="api_notice"),
    path("notices/<uuid:pk>/release/", api.NoticeRelease.as_view(), name="api_notice_release"),
    path(
        "notices/<uuid:pk>/lines/<int:position>/correct/",
        api.NoticeCorrect.as_view(),
        name="api_notice_correct",
    ),
    path("notices/<uuid:pk>/conclude/", api.NoticeConclude.as_view(), name="api_notice_conclude"),
    path("objections/", api_cases.ObjectionList.as_view(), name="api_objections"),
    path("objections/<uuid:pk>/", api_cases.ObjectionDetail.as_view(), name="api_objection"),
    path("objections/<uuid:pk>/answer/", api_cases.ObjectionAnswer.as_view(), name="api_objection_answer"),
    path("objections/<uuid:pk>/follow/", api_cases.ObjectionFollow.as_view(), name="api_objection_follow"),
    path("appeals/", api_cases.AppealList.as_view(), name="api_appeals"),
    path("appeals/<uuid:pk>/answer/", api_cases.AppealAnswer.as_view(), name="api_appeal_answer"),
    path("appeals/<uuid:pk>/follow/", api_cases.AppealFollow.as_view(), name="api_appeal_follow"),
]
