from django.urls import path

from portal.access import views

urlpatterns = [
    path("access-log/", views.access_log, name="access_log"),
    path("access-log/export/", views.access_export, name="access_export"),
]
