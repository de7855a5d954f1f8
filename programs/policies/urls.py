from django.urls import path

from programs.policies import views

urlpatterns = [
    path("policies/", views.policy_list, name="policy_list"),
    path("policies/export/", views.policy_export, name="policy_export"),
    path("policies/<slug:slug>/", views.policy, name="policy"),
    path("policies/<slug:slug>/<slug:number>/", views.clause, name="clause"),
]
