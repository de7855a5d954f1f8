from django.urls import path

from applications.notices import applicant_views, case_views, office_views, public_views

urlpatterns = [
    path("notices/", public_views.notices, name="notices"),
    path("notices/follow/", public_views.objection_follow, name="objection_follow"),
    path("notices/prepare/", office_views.notice_rounds, name="notice_rounds"),
    path("notices/prepare/<int:pk>/<slug:kind>/", office_views.notice_prepare, name="notice_prepare"),
    path("notices/<uuid:pk>/", public_views.notice, name="notice"),
    path("notices/<uuid:pk>/object/", public_views.notice_object, name="notice_object"),
    path("notices/<uuid:pk>/release/", office_views.notice_release, name="notice_release"),
    path("notices/<uuid:pk>/conclude/", office_views.notice_conclude, name="notice_conclude"),
    path("notices/lines/<int:pk>/correct/", office_views.notice_correct, name="notice_correct"),
    path("objections/", case_views.objections, name="objections"),
    path("objections/<uuid:pk>/", case_views.objection, name="objection"),
    path("objections/<uuid:pk>/identity/", case_views.objection_identity, name="objection_identity"),
    path("objections/<uuid:pk>/files/<int:file>/", case_views.objection_file, name="objection_file"),
    path("rounds/<int:pk>/payments/", office_views.payment_list, name="payment_list"),
    path("objections/<uuid:pk>/follow/", case_views.objection_follows, name="objection_follows"),
    path("appeals/<uuid:pk>/", case_views.appeal_case, name="appeal_case"),
    path("appeals/<uuid:pk>/follow/", case_views.appeal_follows, name="appeal_follows"),
    path("applications/<uuid:pk>/decision/", applicant_views.decision, name="decision"),
]
