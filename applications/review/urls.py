from django.urls import path

from applications.review import circular_views, views
from applications.review.assigning import review_assign

urlpatterns = [
    path("workbench/", views.workbench, name="workbench"),
    path("workbench/export/", views.workbench_export, name="workbench_export"),
    path("workbench/messages/", circular_views.circulars_sent, name="circulars"),
    path("workbench/messages/new/", circular_views.circular_new, name="circular_new"),
    path("workbench/messages/<uuid:pk>/", circular_views.circular, name="circular"),
    path("workbench/messages/<uuid:pk>/send/", circular_views.circular_send, name="circular_send"),
    path("workbench/<uuid:pk>/", views.review_application, name="review_application"),
    path("workbench/<uuid:pk>/assign/", review_assign, name="review_assign"),
    path("workbench/<uuid:pk>/<slug:action>/", views.review_action, name="review_action"),
]
