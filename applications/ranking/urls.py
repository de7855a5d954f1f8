from django.urls import path

from applications.ranking import similar_views, views

urlpatterns = [
    path("rankings/", views.rankings, name="rankings"),
    path("rankings/rounds/<int:pk>/", views.ranking_new, name="ranking_new"),
    path("rankings/<uuid:pk>/", views.ranking, name="ranking"),
    path("rankings/<uuid:pk>/change/", views.ranking_change, name="ranking_change"),
    path("rankings/<uuid:pk>/meeting/", views.ranking_meeting, name="ranking_meeting"),
    path("rankings/<uuid:pk>/promote/", views.ranking_promote, name="ranking_promote"),
    path("rankings/<uuid:pk>/minutes/", views.ranking_minutes, name="ranking_minutes"),
    path("rankings/<uuid:pk>/export/", views.ranking_export, name="ranking_export"),
    path("rankings/rounds/<int:pk>/similar/", similar_views.similar_pairs, name="similar_pairs"),
    path("replay/<uuid:pk>/", views.replay_application, name="replay"),
]
