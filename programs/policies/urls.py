from django.urls import path

from programs.policies import coverage_views, views

urlpatterns = [
    path("policies/", views.policy_list, name="policy_list"),
    path("policies/export/", views.policy_export, name="policy_export"),
    path("policies/coverage/", coverage_views.coverage, name="policy_coverage"),
    path("policies/coverage/export/", coverage_views.coverage_export, name="policy_coverage_export"),
    path(
        "policies/coverage/export/documents/",
        coverage_views.coverage_table_export,
        name="policy_coverage_table_export",
    ),
    path("policies/<slug:slug>/", views.policy, name="policy"),
    path("policies/<slug:slug>/export/<slug:what>/", views.policy_sheet, name="policy_sheet"),
    path("policies/<slug:slug>/<slug:number>/", views.clause, name="clause"),
]
