from django.urls import path

from applications.experts import own_views, views

urlpatterns = [
    path("expert/", own_views.expert_file, name="expert_file"),
    path("expert/ties/", own_views.tie_add, name="expert_tie_add"),
    path("expert/ties/<int:pk>/withdraw/", own_views.tie_withdraw, name="expert_tie_withdraw"),
    path("expert/absences/", own_views.absence_add, name="expert_absence_add"),
    path("expert/absences/<int:pk>/remove/", own_views.absence_remove, name="expert_absence_remove"),
    path("experts/", views.expert_list, name="expert_list"),
    path("experts/export/", views.expert_export, name="expert_export"),
    path("experts/recommend/", own_views.expert_recommend, name="expert_recommend"),
    path("experts/<uuid:pk>/", views.expert, name="expert"),
    path("experts/<uuid:pk>/numbers/<slug:name>/", views.expert_number, name="expert_number"),
    path("experts/<uuid:pk>/<slug:action>/", views.expert_decide, name="expert_decide"),
]
