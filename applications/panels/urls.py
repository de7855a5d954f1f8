from django.urls import path

from applications.panels import avoiding, expert_views, fees, file_views, views

urlpatterns = [
    path("applications/<uuid:pk>/avoid/", avoiding.application_avoid, name="application_avoid"),
    path("reviews/", expert_views.my_reviews, name="my_reviews"),
    path("reviews/invitations/<uuid:pk>/", expert_views.seat, name="seat"),
    path("reviews/batches/<uuid:pk>/", file_views.batch, name="review_batch"),
    path("reviews/<uuid:pk>/", expert_views.review, name="review"),
    path("reviews/<uuid:pk>/recuse/", expert_views.review_recuse, name="review_recuse"),
    path("reviews/<uuid:pk>/files/<int:number>/", file_views.review_file, name="review_file"),
    path("panels/", views.panel_list, name="panel_list"),
    path("panels/new/<int:round_id>/", views.panel_new, name="panel_new"),
    path("panels/reviews/<uuid:pk>/", views.panel_review, name="panel_review"),
    path("panels/<uuid:pk>/", views.panel, name="panel"),
    path("panels/<uuid:pk>/conflicts/", views.panel_conflicts, name="panel_conflicts"),
    path("panels/<uuid:pk>/fees/", fees.panel_fees, name="panel_fees"),
    path("panels/<uuid:pk>/<slug:action>/", views.panel_action, name="panel_action"),
]
