from django.urls import path

from applications.audit import views

urlpatterns = [
    path("audit/samples/", views.audit_samples, name="audit_samples"),
    path("audit/samples/<uuid:pk>/", views.audit_sample, name="audit_sample"),
    path("audit/samples/<uuid:pk>/export/", views.audit_sample_export, name="audit_sample_export"),
    path("audit/samples/<uuid:pk>/<int:item_id>/", views.audit_finding, name="audit_finding"),
    path("applications/<uuid:pk>/case-file.zip", views.case_file, name="case_file"),
]
