from django.urls import path

from programs.forms import lookup, views
from programs.forms.builder import trial_pages

urlpatterns = [
    path("forms/<slug:slug>/preview/", views.form_preview, name="form_preview"),
    path("forms/<slug:slug>/widths/", views.form_widths, name="form_widths"),
    path("forms/register-name/", lookup.organization_name, name="organization_name"),
    path("try/<slug:slug>/", trial_pages.overview, name="form_trial"),
    path("try/<slug:slug>/result/", trial_pages.result, name="form_trial_result"),
    path("try/<slug:slug>/part/<slug:key>/", trial_pages.section, name="form_trial_section"),
]
