from django.urls import path

from applications.review import views

urlpatterns = [
    path("workbench/", views.workbench, name="workbench"),
    path("workbench/export/", views.workbench_export, name="workbench_export"),
    path("workbench/<uuid:pk>/", views.review_application, name="review_application"),
    path("workbench/<uuid:pk>/<slug:action>/", views.review_action, name="review_action"),
]
